import type { BooksFilter, CustomerView } from '@online-cinema/application/ports';
import { canonical } from '@online-cinema/domain/shared';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isRowId } from './columns.ts';

/** Where each table has the order's id. */
const ORDER_ID = { orders: 'id', payments: 'order_id' } as const;

/** What rows of `orders` or `payments`, joined with `users`, have to be. */
export function booksConditions(
  table: 'orders' | 'payments',
  filter: BooksFilter<string>,
): readonly RawBuilder<SqlBool>[] {
  const { userId, orderId, email, createdFrom, createdBefore, status } = filter;
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const conditions: (RawBuilder<SqlBool> | undefined)[] = [
    userId === undefined ? undefined : isId(column('user_id'), userId),
    orderId === undefined ? undefined : isId(column(ORDER_ID[table]), orderId),
    email === undefined ? undefined : sql`users.email like ${containing(email)} escape '!'`,
    createdFrom && sql`${column('created_at')} >= ${createdFrom}`,
    createdBefore && sql`${column('created_at')} < ${createdBefore}`,
    status === undefined ? undefined : sql`${column('status')} = ${status}`,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

function isId(column: RawBuilder<unknown>, id: number): RawBuilder<SqlBool> {
  return isRowId(id) ? sql`${column} = ${id}` : sql`1 = 0`;
}

/** A pattern of `like` for texts that contain just this, in any case. */
export function containing(text: string): string {
  return `%${canonical(text).replace(/[!%_]/g, '!$&')}%`;
}

export function customerOf({ user_id, email }: { user_id: number | null; email: string | null }): CustomerView | null {
  return user_id === null || email === null ? null : { id: user_id, email };
}
