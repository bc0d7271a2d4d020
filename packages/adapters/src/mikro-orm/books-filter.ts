import type { BooksFilter, CustomerView } from '@online-cinema/application/ports';
import { canonical } from '@online-cinema/domain/shared';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isRowId } from './columns.ts';

/** What rows of `orders` or `payments`, joined with `users`, have to be. */
export function booksConditions(
  table: 'orders' | 'payments',
  filter: BooksFilter<string>,
): readonly RawBuilder<SqlBool>[] {
  const { userId, email, createdFrom, createdBefore, status } = filter;
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const conditions: (RawBuilder<SqlBool> | undefined)[] = [
    userId === undefined ? undefined : isRowId(userId) ? sql`${column('user_id')} = ${userId}` : sql`1 = 0`,
    email === undefined ? undefined : sql`users.email like ${containing(email)} escape '!'`,
    createdFrom && sql`${column('created_at')} >= ${createdFrom}`,
    createdBefore && sql`${column('created_at')} < ${createdBefore}`,
    status === undefined ? undefined : sql`${column('status')} = ${status}`,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** A pattern of `like` for texts that contain just this, in any case. */
export function containing(text: string): string {
  return `%${canonical(text).replace(/[!%_]/g, '!$&')}%`;
}

export function customerOf({ user_id, email }: { user_id: number | null; email: string | null }): CustomerView | null {
  return user_id === null || email === null ? null : { id: user_id, email };
}
