import { hash } from 'node:crypto';
import type { CompiledQuery } from 'kysely';

/** As much as is needed of a pool of `pg` (https://node-postgres.com/apis/pool). */
export interface Pool {
  connect(): Promise<Client>;
}

interface Client {
  query<Row extends object>(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
  /** `true` closes the connection. */
  release(isUnfit?: boolean): void;
}

/** Statements that a connection keeps prepared. One that has more is given up, since they cost memory at the server. */
const STATEMENTS = 300;

/**
 * Asks statements that come again and again: PostgreSQL reads and plans each once a connection
 * (https://www.postgresql.org/docs/current/sql-prepare.html), which takes longer than most of them run.
 */
export class PreparedStatements {
  readonly #pool: Pool;
  readonly #names = new Map<string, string>();
  readonly #prepared = new WeakMap<Client, Set<string>>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async ask<Row extends object>({ sql, parameters }: CompiledQuery<Row>): Promise<readonly Row[]> {
    const client = await this.#pool.connect();
    const name = this.#nameOf(sql);
    let isFit = false;
    try {
      const { rows } = await client.query<Row>({ name, text: sql, values: [...parameters] });
      isFit = this.#hasRoom(client, name);
      return rows;
    } finally {
      client.release(!isFit);
    }
  }

  #nameOf(sql: string): string {
    let name = this.#names.get(sql);
    if (name !== undefined) return name;
    if (this.#names.size >= STATEMENTS) this.#names.clear();
    name = hash('sha256', sql, 'base64url');
    this.#names.set(sql, name);
    return name;
  }

  #hasRoom(client: Client, name: string): boolean {
    const prepared = this.#prepared.get(client) ?? new Set();
    this.#prepared.set(client, prepared.add(name));
    return prepared.size <= STATEMENTS;
  }
}
