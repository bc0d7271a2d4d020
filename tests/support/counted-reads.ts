import { Database } from '@online-cinema/adapters/mikro-orm';

/** The same database, which says how many statements were read from it meanwhile. */
export function countedReads({ orm, kind, writer }: Database): {
  readonly database: Database;
  /** How many statements `question` reads. */
  during(question: () => Promise<unknown>): Promise<number>;
} {
  let statements = 0;
  const reader = writer.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      statements += 1;
      return result;
    },
  });
  return {
    database: new Database({ orm, kind, writer, reader }),
    async during(question) {
      const before = statements;
      await question();
      return statements - before;
    },
  };
}
