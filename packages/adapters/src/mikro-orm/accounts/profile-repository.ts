import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ProfileRepository } from '@online-cinema/application/ports';
import { Profile, type ProfileDraft, ProfileExists } from '@online-cinema/domain/accounts';
import type { Schema } from '../entities.ts';
import { LOCKED } from '../row-access.ts';
import { fromProfile, toProfile } from './mapper.ts';
import { ProfileRow } from './rows.ts';

export class MikroOrmProfileRepository implements ProfileRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: ProfileDraft): Promise<Profile> {
    try {
      const id = await this.#em.insert(ProfileRow, fromProfile(draft));
      return Profile.restore({ ...draft, id });
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new ProfileExists() : error;
    }
  }

  async save({ state }: Profile): Promise<void> {
    await this.#em.nativeUpdate(ProfileRow, { id: state.id }, fromProfile(state));
  }

  async findForUpdate(userId: number): Promise<Profile | undefined> {
    const row = await this.#em.findOne(ProfileRow, { userId }, LOCKED);
    return row ? toProfile(row) : undefined;
  }

  async findAvatarsAmong(keys: readonly string[]): Promise<readonly string[]> {
    if (keys.length === 0) return [];
    const rows = await this.#em
      .getKysely<Schema>()
      .selectFrom('user_profiles')
      .select('avatar')
      .where('avatar', 'in', keys)
      .execute();
    return rows.flatMap(({ avatar }) => avatar ?? []);
  }
}
