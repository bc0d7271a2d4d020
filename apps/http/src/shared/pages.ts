import type { Page, PageRequest } from '@online-cinema/application/ports';
import { type TSchema, Type } from 'typebox';
import { orNull } from './schemas.ts';

/** The query of every list. */
export const pageQuery = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, default: 1, description: 'From 1; beyond the end there is nothing.' }),
  ),
  per_page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'How many at most are on a page.' }),
  ),
};

const link = orNull(Type.String(), 'A path below `/api/v1`, with the query kept; null where there is none.');

/** What every list says beside its items. */
export const pageFrame = {
  prev_page: link,
  next_page: link,
  total_pages: Type.Integer(),
  total_items: Type.Integer({ description: 'On all pages together.' }),
};

/** The frame of an example of a list with all of its items on one page. */
export const singlePage = (items: readonly unknown[]) => ({
  prev_page: null,
  next_page: null,
  total_pages: 1,
  total_items: items.length,
});

type PageQuery = Readonly<{ page?: number; per_page?: number }>;

export function pageRequest({ page = 1, per_page: perPage = 10 }: PageQuery): PageRequest {
  return { page, perPage };
}

/**
 * The frame of a list's answer.
 *
 * @param url the request's own path and query, whose other fields the links keep
 */
export function framed({ totalItems }: Page<unknown>, { page, perPage }: PageRequest, url: string) {
  const totalPages = Math.ceil(totalItems / perPage);
  const { path, kept } = placeOf(url);
  const linkTo = (target: number) => `${path}?page=${target}&per_page=${perPage}${kept}`;
  return {
    prev_page: page > 1 && totalPages > 0 ? linkTo(Math.min(page - 1, totalPages)) : null,
    next_page: page < totalPages ? linkTo(page + 1) : null,
    total_pages: totalPages,
    total_items: totalItems,
  };
}

/** What the links of a list have in common: its path, and the fields of the query that are not about the page. */
function placeOf(url: string): { path: string; kept: string } {
  const end = url.indexOf('?');
  const pathname = end === -1 ? url : url.slice(0, end);
  const path = pathname.replace(/^\/api\/v1/, '').replace(/\/?$/, '/');
  const query = new URLSearchParams(end === -1 ? '' : url.slice(end));
  query.delete('page');
  query.delete('per_page');
  return { path, kept: query.size === 0 ? '' : `&${query}` };
}

/** The schema of a list's answer: the items under their plural name, and the frame. */
export function pageOf<Name extends string, Item extends TSchema>(
  name: Name,
  item: Item,
  { description, example }: { description: string; example: unknown },
) {
  return Type.Object(
    { ...property(name, Type.Array(item)), ...pageFrame },
    { ...titleOfPage(item), description, examples: [{ [name]: [example], ...singlePage([example]) }] },
  );
}

/** A page of a shape with a name has one, too. */
function titleOfPage(item: TSchema): Readonly<{ title?: string }> {
  return 'title' in item ? { title: `${item.title}Page` } : {};
}

/** A computed name keeps its type only if it is said. */
function property<Name extends string, Schema extends TSchema>(name: Name, schema: Schema): Record<Name, Schema>;
function property(name: string, schema: TSchema): Record<string, TSchema> {
  return { [name]: schema };
}
