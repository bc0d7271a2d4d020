import type { Page, PageRequest } from '@online-cinema/application/ports';
import { sql } from 'kysely';

/** How many rows there are; PostgreSQL answers in text. */
export const TOTAL = sql<number | string>`count(*)`.as('total');

/** How many items come before the page; however large its number, it is one that databases take. */
export function offsetOf({ page, perPage }: PageRequest): number {
  return Math.min((page - 1) * perPage, Number.MAX_SAFE_INTEGER);
}

/** How long the list is, where the page itself tells: one that is neither full nor beyond the end is the last. */
export function totalOf(page: PageRequest, items: number): number | undefined {
  const offset = offsetOf(page);
  const isLast = items < page.perPage && (items > 0 || offset === 0);
  return isLast ? offset + items : undefined;
}

/** The page with the length of the whole list, which is counted only where the page does not tell. */
export async function withTotal<T>(
  items: readonly T[],
  page: PageRequest,
  count: () => Promise<{ readonly total: number | string }>,
): Promise<Page<T>> {
  const totalItems = totalOf(page, items.length) ?? Number((await count()).total);
  return { items, totalItems };
}
