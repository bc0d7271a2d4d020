import type { SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';

/**
 * Deletes at most `limit` of the rows whose time in a column is `moment` or earlier, the oldest first. Answers how many. A
 * row that gets a later time meanwhile stays.
 */
export async function deleteSome(
  em: SqlEntityManager,
  of: { readonly table: string; readonly column: string },
  moment: Date,
  limit: number,
): Promise<number> {
  const [table, column] = [sql.table(of.table), sql.ref(of.column)];
  const { numAffectedRows } = await sql`
    delete from ${table} where ${column} <= ${moment}
    and id in (select id from ${table} where ${column} <= ${moment} order by ${column} limit ${limit})
  `.execute(em.getKysely());
  return Number(numAffectedRows ?? 0);
}
