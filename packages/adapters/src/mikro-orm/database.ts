import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';
import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './entities.ts';
import { isConnectionLost } from './failures.ts';
import { trying } from './trying.ts';

type Orm = MikroORM<AbstractSqlDriver, SqlEntityManager<AbstractSqlDriver>>;

/** What is not worth an error but should be seen, e.g. that PostgreSQL closed an idle connection. */
export type DatabaseLog = (message: string) => void;

/** How a pool of connections is used. */
interface PoolUse {
  /** Connections there may be at most. */
  readonly limit: number;
  /** Connections there are, busy and idle. */
  readonly open: number;
  readonly idle: number;
  /** Questions and transactions that wait for one. */
  readonly waiting: number;
}

interface Open {
  readonly orm: Orm;
  readonly kind: 'sqlite' | 'postgresql';
  readonly writer: Kysely<Schema>;
  readonly reader: Kysely<Schema>;
  readonly poolUse?: () => PoolUse;
  /** A reader that keeps its statements prepared; `reader`, if it is not given. */
  readonly preparing?: Kysely<Schema>;
}

/** An open database, SQLite or PostgreSQL. */
export class Database {
  readonly orm: Orm;
  readonly kind: 'sqlite' | 'postgresql';
  /** The connection (SQLite) or pool (PostgreSQL) on which transactions run. */
  readonly writer: Kysely<Schema>;
  readonly #reader: Kysely<Schema>;
  readonly #preparing: Kysely<Schema>;
  readonly #poolUse: Open['poolUse'];

  constructor(open: Open) {
    this.orm = open.orm;
    this.kind = open.kind;
    this.writer = open.writer;
    this.#reader = open.reader;
    this.#preparing = open.preparing ?? open.reader;
    this.#poolUse = open.poolUse;
  }

  /**
   * Asks outside any transaction; on an SQLite file by a connection of its own that no writer makes wait. Asks again where
   * a connection broke, e.g. as the server was restarted since it was last used.
   * @throws DatabaseUnavailable when the database cannot be reached
   */
  async read<T>(question: (reader: Kysely<Schema>) => Promise<T>): Promise<T> {
    return trying(() => question(this.#reader), isConnectionLost);
  }

  /**
   * Asks what comes again and again in the same words: each statement is read and planned once a connection, without
   * regard to its values. Not for lists of values that are longer and shorter, nor where the values decide how to look.
   * @throws DatabaseUnavailable when the database cannot be reached
   */
  async readPrepared<T>(question: (reader: Kysely<Schema>) => Promise<T>): Promise<T> {
    return trying(() => question(this.#preparing), isConnectionLost);
  }

  /**
   * The rows of a statement that comes again and again, likewise prepared.
   * @throws DatabaseUnavailable when the database cannot be reached
   */
  async ask<Row extends object>(statement: CompiledQuery<Row>): Promise<readonly Row[]> {
    return this.readPrepared(async (reader) => (await reader.executeQuery(statement)).rows);
  }

  /** How its pool is used at this moment; undefined where there is none. */
  get poolUse(): PoolUse | undefined {
    return this.#poolUse?.();
  }

  async close(): Promise<void> {
    await this.#reader.destroy();
    await this.orm.close();
  }
}
