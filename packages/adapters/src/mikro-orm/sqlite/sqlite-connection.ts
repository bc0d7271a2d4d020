import type BetterSqlite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/** How many prepared statements are kept; the one used longest ago makes room. */
const STATEMENTS = 300;

/**
 * Kysely's way to better-sqlite3, with what Kysely's own lacks: prepared statements are kept, and dates and booleans
 * are bound in the form in which MikroORM stores them (milliseconds since 1970; 1 and 0).
 */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: BetterSqlite.Database;
  readonly #statements = new Map<string, BetterSqlite.Statement<unknown[], unknown>>();

  constructor(database: BetterSqlite.Database) {
    this.#database = database;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#prepare(sql, parameters.length > 0);
    const values = parameters.map(bound);
    if (statement.reader) return { rows: statement.all(values) as Row[] };
    const { changes, lastInsertRowid } = statement.run(values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    // Not a kept statement: one that is being read cannot be run a second time meanwhile.
    for (const row of this.#database.prepare(sql).iterate(parameters.map(bound))) yield { rows: [row as Row] };
  }

  /** SQL without parameters has its values written into it and is not likely to come again. */
  #prepare(sql: string, keep: boolean): BetterSqlite.Statement<unknown[], unknown> {
    if (!keep) return this.#database.prepare<unknown[], unknown>(sql);
    const statement = this.#statements.get(sql) ?? this.#database.prepare<unknown[], unknown>(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > STATEMENTS) this.#forgetOldest();
    return statement;
  }

  #forgetOldest(): void {
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }
}

function bound(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}
