import type { Page, PageRequest } from '@online-cinema/application/ports';
import { sql } from 'kysely';

/** How many rows there are; PostgreSQL answers in text. */
export const TOTAL = sql<number | string>`count(*)`.as('total');

/** How many items come before the page; however large its number, it is one that databases take. */
export function offsetOf({ page, perPage }: PageRequest): number {
  return Math.min((page - 1) * perPage, Number.MAX_SAFE_INTEGER);
}

/** The page with the length of the whole list, which is counted only where the page does not tell. */
export async function withTotal<T>(
  items: readonly T[],
  page: PageRequest,
  count: () => Promise<{ readonly total: number | string }>,
): Promise<Page<T>> {
  const offset = offsetOf(page);
  const endsHere = items.length < page.perPage && (items.length > 0 || offset === 0);
  if (endsHere) return { items, totalItems: offset + items.length };
  const { total } = await count();
  return { items, totalItems: Number(total) };
}
