import type {
  AccountQueries,
  AccountView,
  Credentials,
  Page,
  PageRequest,
  ProfileView,
  SessionStanding,
  SessionView,
  UserFilter,
  UserView,
} from '@online-cinema/application/ports';
import { UserNotFound, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import { type Kysely, type Selectable, sql } from 'kysely';
import { containing } from '../books-filter.ts';
import { isRowId, time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { offsetOf, TOTAL, withTotal } from '../paging.ts';
import { groupId, groupOf } from './mapper.ts';

const USER_COLUMNS = ['id', 'email', 'group_id', 'is_active', 'deactivated_at', 'created_at', 'updated_at'] as const;

export class MikroOrmAccountQueries implements AccountQueries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async standing({ userId, session }: { userId: number; session: string }): Promise<SessionStanding | undefined> {
    if (!isRowId(userId)) return undefined;
    const row = await this.#database.readPrepared((reader) =>
      reader
        .selectFrom('users')
        .leftJoin('refresh_tokens', (join) =>
          join.onRef('refresh_tokens.user_id', '=', 'users.id').on('refresh_tokens.key', '=', session),
        )
        .select(['users.id', 'users.group_id', 'users.is_active', 'users.deactivated_at', 'refresh_tokens.expires_at'])
        .where('users.id', '=', userId)
        .executeTakeFirst(),
    );
    return (
      row && {
        userId: row.id,
        sessionExpiresAt: time(row.expires_at),
        group: groupOf(row.group_id),
        isActive: Boolean(row.is_active),
        deactivatedAt: time(row.deactivated_at),
      }
    );
  }

  async credentials(email: string): Promise<Credentials | undefined> {
    return this.#database.readPrepared((reader) =>
      reader
        .selectFrom('users')
        .select(['id as userId', 'hashed_password as hashedPassword'])
        .where('email', '=', email)
        .executeTakeFirst(),
    );
  }

  async credentialsOf(userId: number): Promise<Credentials | undefined> {
    return this.#database.readPrepared((reader) =>
      reader
        .selectFrom('users')
        .select(['id as userId', 'hashed_password as hashedPassword'])
        .where('id', '=', userId)
        .executeTakeFirst(),
    );
  }

  async profile(userId: number): Promise<ProfileView | null> {
    if (!isRowId(userId)) return null;
    const row = await this.#database.readPrepared((reader) =>
      reader
        .selectFrom('user_profiles')
        .select(['id', 'user_id as userId', 'first_name as firstName', 'last_name as lastName'])
        .select(['gender', 'date_of_birth as dateOfBirth', 'info', 'avatar'])
        .where('user_id', '=', userId)
        .executeTakeFirst(),
    );
    return row ?? null;
  }

  async users(filter: UserFilter, page: PageRequest): Promise<Page<UserView>> {
    return this.#database.read(async (reader) => {
      const matching = matchingUsers(reader, filter);
      const rows = await matching
        .select(USER_COLUMNS)
        .orderBy('id')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      return withTotal(rows.map(userView), page, () => matching.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async user(id: number): Promise<UserView> {
    const user = await this.#find(id);
    if (!user) throw new UserNotFound();
    return user;
  }

  async account(actor: Actor): Promise<AccountView> {
    const user = await this.#find(actor.userId);
    if (!user) throw new UserNotFoundOrInactive();
    const { id, email, group, isActive, createdAt, updatedAt } = user;
    return { id, email, group, isActive, createdAt, updatedAt };
  }

  async sessions(actor: Actor, now: Date): Promise<readonly SessionView[]> {
    const rows = await this.#database.read((reader) =>
      reader
        .selectFrom('refresh_tokens')
        .select(['id', 'key', 'created_at', 'last_used_at', 'user_agent', 'ip_address', 'expires_at'])
        .where('user_id', '=', actor.userId)
        .where('expires_at', '>', now)
        .orderBy('last_used_at', 'desc')
        .orderBy('id', 'desc')
        .execute(),
    );
    return rows.map((row) => ({
      id: row.id,
      key: row.key,
      createdAt: time(row.created_at),
      lastUsedAt: time(row.last_used_at),
      userAgent: row.user_agent,
      ipAddress: row.ip_address,
      expiresAt: time(row.expires_at),
    }));
  }

  async #find(id: number): Promise<UserView | undefined> {
    if (!isRowId(id)) return undefined;
    const row = await this.#database.read((reader) =>
      reader.selectFrom('users').select(USER_COLUMNS).where('id', '=', id).executeTakeFirst(),
    );
    return row && userView(row);
  }
}

function matchingUsers(reader: Kysely<Schema>, { email, group, isActive }: UserFilter) {
  return reader
    .selectFrom('users')
    .$if(email !== undefined, (users) => users.where(sql<boolean>`email like ${containing(email ?? '')} escape '!'`))
    .$if(group !== undefined, (users) => users.where('group_id', '=', groupId(group ?? 'user')))
    .$if(isActive !== undefined, (users) => users.where('is_active', '=', isActive ?? true));
}

function userView(row: Pick<Selectable<Schema['users']>, (typeof USER_COLUMNS)[number]>): UserView {
  return {
    id: row.id,
    email: row.email,
    group: groupOf(row.group_id),
    isActive: Boolean(row.is_active),
    deactivatedAt: time(row.deactivated_at),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  };
}
