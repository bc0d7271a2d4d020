// node by-hand.ts URL [KEY]: what one would write by hand to show films as fast as Fastify and `pg` can: one prepared statement
// a request, JSON made by PostgreSQL and written by schema, no totals, no checks, no logs, no tags for caches.
// With the key of access tokens it also lets people in and fills carts. Prints its port.
import { fastify } from 'fastify';
import pg from 'pg';
import { shopByHand } from '../server/by-hand-shop.ts';
import { detailSchema, listSchema } from './by-hand-schemas.ts';
import { detail, filtered, list } from './by-hand-sql.ts';

interface Film {
  price: number | string | null;
  rating: number | null;
}

interface ListQuery {
  page?: string;
  per_page?: string;
  genre?: string;
  year_from?: string;
}

// Dates as they are written.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });

app.get<{ Querystring: ListQuery }>(
  '/api/v1/theater/movies/',
  { schema: { response: { 200: listSchema } } },
  async ({ query }, reply) => {
    const perPage = Math.trunc(Number(query.per_page ?? 10));
    const before = (Number(query.page ?? 1) - 1) * perPage;
    const { rows } = await pool.query<Film>(
      query.genre === undefined
        ? { name: `list-${perPage}`, text: list(perPage), values: [before] }
        : {
            name: `filtered-${perPage}`,
            text: filtered(perPage),
            values: [before, query.genre.toLowerCase(), Number(query.year_from)],
          },
    );
    if (rows.length === 0) return reply.code(404).send({ detail: 'No movies found.' });
    return { movies: rows.map(shown) };
  },
);

app.get<{ Params: { id: string } }>(
  '/api/v1/theater/movies/:id/',
  { schema: { response: { 200: detailSchema } } },
  async ({ params }, reply) => {
    const { rows } = await pool.query<Film>({ name: 'detail', text: detail, values: [Number(params.id)] });
    const [film] = rows;
    return film ? shown(film) : reply.code(404).send({ detail: 'Movie with the given ID was not found.' });
  },
);

const key = process.argv[3];
if (key) shopByHand(app, pool, key);

await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);

function shown(film: Film): Film {
  if (film.price !== null) film.price = (Number(film.price) / 100).toFixed(2);
  return film;
}
