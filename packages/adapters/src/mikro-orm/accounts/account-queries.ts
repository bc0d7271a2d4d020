import type {
  AccountQueries,
  AccountView,
  Credentials,
  SessionStanding,
  SessionView,
} from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';
import { groupOf } from './mapper.ts';

export class MikroOrmAccountQueries implements AccountQueries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async standing({ userId, session }: { userId: number; session: string }): Promise<SessionStanding | undefined> {
    const row = await this.#database.read((reader) =>
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
    return this.#database.read((reader) =>
      reader
        .selectFrom('users')
        .select(['id as userId', 'hashed_password as hashedPassword'])
        .where('email', '=', email)
        .executeTakeFirst(),
    );
  }

  async account(actor: Actor): Promise<AccountView> {
    const row = await this.#database.read((reader) =>
      reader
        .selectFrom('users')
        .select(['id', 'email', 'group_id', 'is_active', 'created_at'])
        .where('id', '=', actor.userId)
        .executeTakeFirst(),
    );
    if (!row) throw new UserNotFoundOrInactive();
    return {
      id: row.id,
      email: row.email,
      group: groupOf(row.group_id),
      isActive: Boolean(row.is_active),
      createdAt: time(row.created_at),
    };
  }

  async sessions(actor: Actor, now: Date): Promise<readonly SessionView[]> {
    const rows = await this.#database.read((reader) =>
      reader
        .selectFrom('refresh_tokens')
        .select(['id', 'key', 'created_at', 'last_used_at', 'user_agent', 'ip_address'])
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
    }));
  }
}
