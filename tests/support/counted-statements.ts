import type { Database } from '@online-cinema/adapters/mikro-orm';

/** What reaches a database: every statement, those that begin and end transactions included. */
export interface Statements {
  /** The texts of those that came since it was asked last. */
  take(): readonly string[];
}

type Asking = (statement: unknown, ...more: readonly unknown[]) => unknown;

/** Writes down whatever the database is told from now on. */
export async function statementsOf(database: Database): Promise<Statements> {
  const texts: string[] = [];
  const spyOn = (asked: object, method: string) => {
    const original: Asking = Reflect.get(asked, method);
    const noting = function (this: unknown, statement: unknown, ...more: readonly unknown[]): unknown {
      texts.push(textOf(statement));
      return Reflect.apply(original, this, [statement, ...more]);
    };
    Object.assign(asked, { [method]: noting });
  };
  if (database.kind === 'postgresql') {
    // All connections of the pool are clients of one class.
    const pool = await database.orm.em.getConnection().getNativeClient();
    spyOn(Reflect.get(Object(pool), 'Client').prototype, 'query');
  } else {
    // One connection writes and one reads, unless they are the same.
    const connectionOf = (kysely: Database['writer']) =>
      kysely.getExecutor().provideConnection(async (connection) => connection);
    const connections = new Set([await connectionOf(database.writer), await database.read(connectionOf)]);
    for (const connection of connections) spyOn(connection, 'executeQuery');
  }
  return { take: () => texts.splice(0) };
}

function textOf(statement: unknown): string {
  if (typeof statement !== 'object' || statement === null) return String(statement);
  return String(Reflect.get(statement, 'text') ?? Reflect.get(statement, 'sql'));
}
