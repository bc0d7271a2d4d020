/** A step of the schema's history, forward and back, as SQL for both databases. */
export interface Migration {
  /** By which a database knows that it has taken the step; never to be changed. */
  readonly name: string;
  up(words: SqlWords): readonly string[];
  down(words: SqlWords): readonly string[];
}

/** What the two databases call differently; all other SQL of the migrations is the same for both. */
export interface SqlWords {
  readonly kind: 'sqlite' | 'postgresql';
  /** The type of a column `id` that the database fills. */
  readonly id: string;
  readonly integer: string;
  readonly bigint: string;
  readonly boolean: string;
  /** A moment, to the millisecond. */
  readonly time: string;
  readonly json: string;
  /** Text of at most `length` characters. */
  string(length: number): string;
  /** Makes the columns unique together, by the name that MikroORM would give it. */
  unique(table: string, ...columns: readonly string[]): string;
}

const SQLITE: SqlWords = {
  kind: 'sqlite',
  id: 'integer not null primary key autoincrement',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'integer',
  time: 'datetime',
  json: 'json',
  string: () => 'text',
  unique: (table, ...columns) =>
    `create unique index ${uniqueName(table, columns)} on ${table} (${columns.map(quoted).join(', ')})`,
};

const POSTGRESQL: SqlWords = {
  kind: 'postgresql',
  id: 'serial primary key',
  integer: 'int',
  bigint: 'bigint',
  boolean: 'boolean',
  time: 'timestamptz(3)',
  json: 'jsonb',
  string: (length) => `varchar(${length})`,
  unique: (table, ...columns) =>
    `alter table ${table} add constraint ${uniqueName(table, columns)} unique (${columns.map(quoted).join(', ')})`,
};

/** The words of one database. */
export function wordsOf(kind: SqlWords['kind']): SqlWords {
  return kind === 'sqlite' ? SQLITE : POSTGRESQL;
}

/** An index, by the name that MikroORM would give it. */
export function index(table: string, ...columns: readonly string[]): string {
  return `create index ${[table, ...columns, 'index'].join('_')} on ${table} (${columns.map(quoted).join(', ')})`;
}

/** A reference within `create table`, by the name that MikroORM would give it. */
export function reference(table: string, column: string, to: string, onDelete?: 'cascade' | 'set null'): string {
  const rule = onDelete ? ` on delete ${onDelete}` : '';
  return `constraint ${table}_${column}_foreign foreign key (${column}) references ${to} (id)${rule}`;
}

function uniqueName(table: string, columns: readonly string[]): string {
  return [table, ...columns, 'unique'].join('_');
}

function quoted(name: string): string {
  return `"${name}"`;
}
