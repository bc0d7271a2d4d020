import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import pg from 'pg';
import { PASSWORD } from '../../support/customer.ts';
import type { Ask } from '../catalogue/load.ts';

const USERS = 100;
const FILMS_EACH = 40;

/** People with an account, in a database where some are put at once, and what they ask for. */
export class Customers {
  readonly #pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    // The database may end before the connection to it has.
    this.#pool.on('error', () => {});
  }

  /** All with one password, which is hashed once. */
  async add(): Promise<void> {
    const hash = await new Argon2PasswordHasher().hash(PASSWORD);
    await this.#pool.query(
      `insert into users (email, hashed_password, is_active, group_id, created_at, updated_at)
       select 'user' || n || '@bench.example', $1, true, 1, now(), now() from generate_series(1, $2::integer) n
       on conflict do nothing`,
      [hash, USERS],
    );
  }

  get logins(): readonly Ask[] {
    return Array.from({ length: USERS }, (_, at) => ({
      path: '/api/v1/accounts/login/',
      body: { email: `user${at + 1}@bench.example`, password: PASSWORD },
    }));
  }

  /** Every customer, who is let in there, puts one film after the other into the cart. */
  async additions(url: string): Promise<readonly Ask[]> {
    const tokens: string[] = [];
    for (const { path, body } of this.logins) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
      tokens.push(token);
    }
    const { rows } = await this.#pool.query('select id from movies where price is not null order by id limit $1', [
      FILMS_EACH,
    ]);
    return rows.flatMap(({ id }) =>
      tokens.map((token) => ({ path: '/api/v1/cart/items/', body: { movie_id: Number(id) }, token })),
    );
  }

  /** So that what was put into carts can be put there again. */
  async emptyCarts(): Promise<void> {
    await this.#pool.query('delete from cart_items');
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}
