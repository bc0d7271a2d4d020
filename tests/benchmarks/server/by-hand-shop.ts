import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';

const LIVES_SECONDS = 3600;
const ADD = `
  with cart as (
    insert into carts (user_id) values ($1) on conflict (user_id) do update set user_id = excluded.user_id returning id
  )
  insert into cart_items (cart_id, movie_id, added_at)
  select cart.id, movies.id, now() from cart, movies where movies.id = $2 and price is not null
  on conflict do nothing returning id`;
const CART = `
  select c.id, i.added_at, m.price, json_build_object(
    'id', m.id, 'uuid', m.uuid, 'name', m.name, 'year', m.year, 'price', m.price,
    'genres', (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by l.position), '[]')
      from movies_genres l join genres g on g.id = l.genre_id where l.movie_id = m.id)) as movie
  from carts c join cart_items i on i.cart_id = c.id join movies m on m.id = i.movie_id
  where c.user_id = $1 order by i.id`;
const KEEP = `
  insert into refresh_tokens ("key", user_id, token_hash, created_at, last_used_at, expires_at)
  values ($1, $2, $3, now(), now(), now() + interval '7 days')`;

/**
 * Logging in and filling a cart as one would write them by hand: tokens are believed for as long as their signature is
 * right, nobody is locked out, and nothing is checked but what the database does by itself. Passwords cost what they cost us.
 */
export function shopByHand(app: FastifyInstance, pool: pg.Pool, key: string): void {
  const hasher = new Argon2PasswordHasher();

  app.post<{ Body: { email: string; password: string } }>('/api/v1/accounts/login/', async ({ body }, reply) => {
    const text = 'select id, hashed_password from users where email = $1 and is_active';
    const { rows } = await pool.query({ name: 'user', text, values: [body.email] });
    const [user] = rows;
    if (!(await hasher.verify(user?.hashed_password, body.password))) return reply.code(401).send({ detail: 'Wrong.' });
    const sid = randomUUID();
    const tokens = ['access', 'refresh'].map((use) => signed({ user_id: user.id, sid, use }, key));
    const hash = createHash('sha256').update(`${tokens[1]}`).digest('hex');
    await pool.query({ name: 'keep', text: KEEP, values: [sid, user.id, hash] });
    return reply.code(201).send({ access_token: tokens[0], refresh_token: tokens[1], token_type: 'bearer' });
  });

  app.post<{ Body: { movie_id: number } }>('/api/v1/cart/items/', async ({ body, headers }, reply) => {
    const user = userIn(headers.authorization ?? '', key);
    if (user === undefined) return reply.code(401).send({ detail: 'Who are you?' });
    const { rowCount } = await pool.query({ name: 'add', text: ADD, values: [user, body.movie_id] });
    if (rowCount === 0) return reply.code(409).send({ detail: 'It is there.' });
    const { rows } = await pool.query({ name: 'cart', text: CART, values: [user] });
    const total = rows.reduce((sum: number, { price }) => sum + Number(price), 0);
    const shown = (minor: number) => (minor / 100).toFixed(2);
    return reply.code(201).send({
      id: rows[0]?.id,
      items: rows.map(({ movie, added_at }) => ({ movie: { ...movie, price: shown(movie.price) }, added_at })),
      total: shown(total),
    });
  });
}

/** A JWT (RFC 7519) by HS256. */
function signed(claims: object, key: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'HS256', typ: 'JWT' },
    { ...claims, iat, exp: iat + LIVES_SECONDS },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${signature(text, key)}`;
}

function userIn(authorization: string, key: string): number | undefined {
  const [, text = '', sign] = /^Bearer (.+)\.([\w-]+)$/.exec(authorization) ?? [];
  if (sign !== signature(text, key)) return undefined;
  const { user_id, exp } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
  return exp > Date.now() / 1000 ? user_id : undefined;
}

function signature(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
