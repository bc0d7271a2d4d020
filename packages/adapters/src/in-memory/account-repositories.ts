import type {
  LinkTokenRepository,
  ProfileRepository,
  SessionRepository,
  UserRepository,
} from '@online-cinema/application/ports';
import {
  EmailAlreadyTaken,
  LinkToken,
  type LinkTokenState,
  Profile,
  ProfileExists,
  Session,
  User,
} from '@online-cinema/domain/accounts';
import { withdrawContributionsOf } from './community-repositories.ts';
import type { Table, Tables } from './tables.ts';

export function userRepository(tables: Tables): UserRepository {
  const { users } = tables;
  return {
    async add(draft) {
      if (users.find(({ email }) => email === draft.email)) throw new EmailAlreadyTaken(draft.email);
      const state = { ...draft, id: users.nextId() };
      users.put(state.id, state);
      return User.restore(state);
    },
    async save(user) {
      users.put(user.id, user.state);
    },
    async findForUpdate(id) {
      const state = users.get(id);
      return state && User.restore(state);
    },
    async findByEmailForUpdate(email) {
      const state = users.find((user) => user.email === email);
      return state && User.restore(state);
    },
    async any() {
      return users.all().length > 0;
    },
    async delete(id) {
      users.delete(id);
      forget(id, tables);
    },
    async countActiveAdminsForUpdate() {
      return users.all().filter(({ group, isActive }) => group === 'admin' && isActive).length;
    },
  };
}

export function linkTokenRepository(tokens: Table<LinkTokenState>): LinkTokenRepository {
  return {
    async findOf(userId) {
      const state = tokens.get(userId);
      return state && LinkToken.restore(state);
    },
    async replace(token) {
      tokens.put(token.state.userId, token.state);
    },
    async spendOf(userId) {
      const present = tokens.get(userId);
      if (present) tokens.put(userId, LinkToken.restore(present).spent().state);
    },
    async deleteExpired(now, limit) {
      const expired = tokens
        .all()
        .filter(({ expiresAt }) => expiresAt <= now)
        .slice(0, limit);
      for (const { userId } of expired) tokens.delete(userId);
      return expired.length;
    },
  };
}

export function sessionRepository({ sessions }: Tables): SessionRepository {
  return {
    async add(draft) {
      const state = { ...draft, id: sessions.nextId() };
      sessions.put(state.id, state);
      return Session.restore(state);
    },
    async save(session) {
      sessions.put(session.state.id, session.state);
    },
    async findForUpdate(key) {
      const state = sessions.find((session) => session.key === key);
      return state && Session.restore(state);
    },
    async delete(id) {
      sessions.delete(id);
    },
    async deleteOne(userId, id) {
      return sessions.get(id)?.userId === userId && sessions.delete(id);
    },
    async deleteAll(userId) {
      for (const { id, userId: owner } of sessions.all()) if (owner === userId) sessions.delete(id);
    },
    async deleteOthers(userId, keptKey) {
      for (const { id, key, userId: owner } of sessions.all()) {
        if (owner === userId && key !== keptKey) sessions.delete(id);
      }
    },
    async deleteExpired(now, limit) {
      const expired = sessions
        .all()
        .filter(({ expiresAt }) => expiresAt <= now)
        .slice(0, limit);
      for (const { id } of expired) sessions.delete(id);
      return expired.length;
    },
  };
}

export function profileRepository({ profiles }: Tables): ProfileRepository {
  return {
    async add(draft) {
      if (profiles.find(({ userId }) => userId === draft.userId)) throw new ProfileExists();
      const state = { ...draft, id: profiles.nextId() };
      profiles.put(state.id, state);
      return Profile.restore(state);
    },
    async save({ state }) {
      profiles.put(state.id, state);
    },
    async findForUpdate(userId) {
      const state = profiles.find((profile) => profile.userId === userId);
      return state && Profile.restore(state);
    },
    async findAvatarsAmong(keys) {
      return keys.filter((key) => profiles.find(({ avatar }) => avatar === key));
    },
  };
}

/** What the databases' foreign keys do when a user goes. */
function forget(userId: number, tables: Tables): void {
  tables.activationTokens.delete(userId);
  tables.passwordResetTokens.delete(userId);
  for (const { id, userId: owner } of tables.profiles.all()) if (owner === userId) tables.profiles.delete(id);
  for (const { id, userId: owner } of tables.sessions.all()) if (owner === userId) tables.sessions.delete(id);
  for (const { id, userId: owner } of tables.carts.all()) if (owner === userId) tables.carts.delete(id);
  for (const [id, purchase] of tables.purchases.entries()) if (purchase.userId === userId) tables.purchases.delete(id);
  withdrawContributionsOf(userId, tables);
  for (const { id, userId: owner } of tables.idempotencyKeys.all()) {
    if (owner !== userId) continue;
    tables.idempotencyKeys.delete(id);
    tables.outcomes.delete(id);
  }
  for (const order of tables.orders.all()) {
    if (order.userId === userId) tables.orders.put(order.id, { ...order, userId: null });
  }
  for (const payment of tables.payments.all()) {
    if (payment.userId === userId) tables.payments.put(payment.id, { ...payment, userId: null });
  }
}
