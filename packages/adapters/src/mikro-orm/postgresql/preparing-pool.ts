import { hash } from 'node:crypto';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

/** As much as is needed of a pool of `pg` (https://node-postgres.com/apis/pool). */
interface NativePool {
  readonly options: object;
  connect(): Promise<NativeClient>;
}

interface NativeClient {
  query<Row>(statement: { name?: string; text: string; values: unknown[] }): Promise<PostgresQueryResult<Row>>;
  /** `true` closes the connection. */
  release(isUnfit?: boolean): void;
}

/** Statements that a connection keeps prepared. One that has more is given up, since they cost memory at the server. */
const STATEMENTS = 300;

/**
 * Among others what a statement is refused with that was prepared before a migration changed what it answers, for as long
 * as its connection lives (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const NOT_SUPPORTED = '0A000';

/** Which statements come again in the same words, by the values beside them. */
type ComesAgain = (values: readonly unknown[]) => boolean;

/**
 * The same pool for Kysely, asked by prepared statements: PostgreSQL reads and plans each once a connection
 * (https://www.postgresql.org/docs/current/sql-prepare.html), which takes longer than most of them run. What does not come
 * again goes as it is.
 */
export class PreparingPool implements PostgresPool {
  readonly options: object;
  readonly #pool: NativePool;
  readonly #names = new Map<string, string>();
  readonly #comesAgain: ComesAgain;
  readonly #prepared = new WeakMap<NativeClient, Set<string>>();

  constructor(pool: NativePool, comesAgain: ComesAgain) {
    this.#pool = pool;
    this.#comesAgain = comesAgain;
    this.options = pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const names = this.#prepared.get(client) ?? new Set();
    this.#prepared.set(client, names);
    return new PreparingClient(client, names, (sql, values) =>
      this.#comesAgain(values) ? this.#nameOf(sql) : undefined,
    );
  }

  /** Does nothing: the pool is another's. */
  async end(): Promise<void> {}

  #nameOf(sql: string): string {
    let name = this.#names.get(sql);
    if (name !== undefined) return name;
    if (this.#names.size >= STATEMENTS) this.#names.clear();
    name = hash('sha256', sql, 'base64url');
    this.#names.set(sql, name);
    return name;
  }
}

/** Of a statement that is to be prepared. */
type NameOf = (sql: string, values: readonly unknown[]) => string | undefined;

class PreparingClient implements PostgresPoolClient {
  readonly #client: NativeClient;
  readonly #prepared: Set<string>;
  readonly #nameOf: NameOf;
  #isOutOfDate = false;

  constructor(client: NativeClient, prepared: Set<string>, nameOf: NameOf) {
    this.#client = client;
    this.#prepared = prepared;
    this.#nameOf = nameOf;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    statement: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement !== 'string') throw new Error('Cursors are for pools that prepare nothing');
    const values = [...parameters];
    const name = this.#nameOf(statement, values);
    if (name === undefined) return this.#client.query<Row>({ text: statement, values });
    this.#prepared.add(name);
    return this.#client.query<Row>({ name, text: statement, values }).catch((error) => {
      this.#isOutOfDate ||= error?.code === NOT_SUPPORTED;
      throw error;
    });
  }

  release(): void {
    this.#client.release(this.#isOutOfDate || this.#prepared.size > STATEMENTS);
  }
}
