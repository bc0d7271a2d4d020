import type { IdempotencyKeyRepository } from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { IdempotencyKey, type IdempotencyKeyState } from '@online-cinema/domain/ordering';
import type { Tables } from './tables.ts';

export function idempotencyKeyRepository({ idempotencyKeys, outcomes, users }: Tables): IdempotencyKeyRepository {
  const named = (userId: number, key: string) =>
    idempotencyKeys.find((row) => row.userId === userId && row.key === key);
  const restore = (state: IdempotencyKeyState | undefined) => state && IdempotencyKey.restore(state);

  return {
    async add(draft) {
      if (!users.get(draft.userId)) throw new UserNotFoundOrInactive();
      if (named(draft.userId, draft.key)) return undefined;
      const state = { ...draft, id: idempotencyKeys.nextId() };
      idempotencyKeys.put(state.id, state);
      return IdempotencyKey.restore(state);
    },
    async save({ id, state }) {
      idempotencyKeys.put(id, state);
    },
    async findForUpdate(userId, key) {
      return restore(named(userId, key));
    },
    async findByIdForUpdate(id) {
      return restore(idempotencyKeys.get(id));
    },
    async delete(id) {
      idempotencyKeys.delete(id);
      outcomes.delete(id);
    },
    async deleteMadeBefore(createdBefore, limit) {
      const forgotten = idempotencyKeys
        .all()
        .filter(({ createdAt }) => createdAt <= createdBefore)
        .slice(0, limit);
      for (const { id } of forgotten) await this.delete(id);
      return forgotten.length;
    },
    async note(id, outcome) {
      outcomes.set(id, outcome);
    },
    async findOutcome(id) {
      return outcomes.get(id);
    },
  };
}
