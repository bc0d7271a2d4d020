import type { ActivationTokenRepository, SessionRepository, UserRepository } from '@online-cinema/application/ports';
import { ActivationToken, EmailAlreadyTaken, Session, User } from '@online-cinema/domain/accounts';
import type { Tables } from './tables.ts';

export function userRepository({ users }: Tables): UserRepository {
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
  };
}

export function activationTokenRepository({ activationTokens }: Tables): ActivationTokenRepository {
  return {
    async findOf(userId) {
      const state = activationTokens.get(userId);
      return state && ActivationToken.restore(state);
    },
    async replace(token) {
      activationTokens.put(token.state.userId, token.state);
    },
    async deleteOf(userId) {
      activationTokens.delete(userId);
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
    async deleteOthers(userId, keptKey) {
      for (const { id, key, userId: owner } of sessions.all()) {
        if (owner === userId && key !== keptKey) sessions.delete(id);
      }
    },
  };
}
