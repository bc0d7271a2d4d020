import { framed } from '@online-cinema/http/shared/pages';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('a link to another page keeps the query, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (search, genre) => {
      const query = new URLSearchParams({ search, genre, page: '2', per_page: '5' });
      const url = `/api/v1/theater/movies/?${query}`;
      const { next_page, prev_page } = framed({ items: [], totalItems: 20 }, { page: 2, perPage: 5 }, url);
      for (const [link, page] of [[next_page, '3'] as const, [prev_page, '1'] as const]) {
        expect(link?.startsWith('/theater/movies/?')).toBe(true);
        const kept = new URL(link ?? '', 'http://cinema.example').searchParams;
        expect([kept.get('search'), kept.get('genre')]).toEqual([query.get('search'), query.get('genre')]);
        expect([kept.get('page'), kept.get('per_page')]).toEqual([page, '5']);
      }
    }),
  );
});

test('a question mark in the query ends nothing', () => {
  const url = '/api/v1/theater/movies/?search=the?&genre=drama';
  expect(framed({ items: [], totalItems: 20 }, { page: 1, perPage: 10 }, url).next_page).toBe(
    '/theater/movies/?page=2&per_page=10&search=the%3F&genre=drama',
  );
});
