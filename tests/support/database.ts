import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock, InMemoryUnitOfWork } from '@online-cinema/adapters/in-memory';
import { type Database, JobTable, MikroOrmUnitOfWork, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import type { UnitOfWork } from '@online-cinema/application/ports';
import { startPostgres } from './postgres.ts';

export const DATABASES = ['SQLite', 'PostgreSQL'] as const;
export const STORES = ['in memory', ...DATABASES] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** Pages that no list reaches, up to numbers that no database counts to. */
export const HUGE_PAGES = [1_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e21] as const;

/** Where to find an empty database that only the caller uses, and how to do away with it. */
export interface Place {
  readonly url: string;
  stop(): Promise<void>;
}

/** An empty database without any table: a file of its own, or a database of its own on a real server. */
export async function aPlaceFor(name: DatabaseName): Promise<Place> {
  if (name === 'PostgreSQL') return startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'online-cinema-'));
  return { url: `sqlite:${join(folder, 'cinema.sqlite')}`, stop: () => rm(folder, { recursive: true }) };
}

/** A store of everything: its unit of work, the clock it goes by, and a broom. */
export interface Store {
  readonly unitOfWork: UnitOfWork;
  readonly clock: FixedClock;
  /** Forgets everything that was stored. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** A store on a real database. */
export interface DatabaseStore extends Store {
  readonly url: string;
  readonly database: Database;
  readonly jobs: JobTable;
}

export async function openStore(name: (typeof STORES)[number]): Promise<Store> {
  return name === 'in memory' ? new StoreInMemory() : openDatabaseStore(name);
}

/** A migrated database with nothing in it. */
export async function openDatabaseStore(name: DatabaseName): Promise<DatabaseStore> {
  const place = await aPlaceFor(name);
  const database = await openDatabase(place.url);
  await migrate(database);
  const clock = new FixedClock();
  const jobs = new JobTable(database, clock);
  return {
    url: place.url,
    database,
    clock,
    jobs,
    unitOfWork: new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: jobs.queueIn }),
    empty: () => emptyTables(database),
    stop: async () => {
      await database.close();
      await place.stop();
    },
  };
}

class StoreInMemory implements Store {
  readonly clock = new FixedClock();
  unitOfWork = new InMemoryUnitOfWork(this.clock);

  async empty(): Promise<void> {
    this.unitOfWork = new InMemoryUnitOfWork(this.clock);
  }

  async stop(): Promise<void> {}
}

/** Those that hold what users and the shop do; the catalogue's version and the groups stay. */
const TABLES = [
  'jobs',
  'webhook_events',
  'idempotency_keys',
  'refunds',
  'payment_items',
  'payments',
  'checkout_sessions',
  'purchases',
  'order_items',
  'orders',
  'cart_items',
  'carts',
  'notifications',
  'comment_likes',
  'comments',
  'favorite_movies',
  'movie_ratings',
  'movie_reactions',
  'refresh_tokens',
  'activation_tokens',
  'password_reset_tokens',
  'user_profiles',
  'users',
  'movies',
  'genres',
  'actors',
  'directors',
  'languages',
  'certifications',
  'countries',
] as const;

async function emptyTables({ writer }: Database): Promise<void> {
  await writer.transaction().execute(async (transaction) => {
    for (const table of TABLES) await transaction.deleteFrom(table).execute();
  });
}
