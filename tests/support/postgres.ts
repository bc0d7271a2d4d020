import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
// Declares what the test run provides.
import type {} from './postgres-setup.ts';

export interface PostgresDatabase {
  /** The address of an empty database that only the caller uses. */
  readonly url: string;
  /** Drops the database, whoever is still connected. */
  stop(): Promise<void>;
}

/** Makes a suite a database of its own on a real PostgreSQL; the suite stops it when it is done. */
export async function startPostgres(): Promise<PostgresDatabase> {
  const server = inject('postgresUrl');
  const name = `online_cinema_test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: async () => {
      await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Whether a transaction waits for what another one has locked. */
export async function hasWaiting(url: string): Promise<boolean> {
  const waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  return (await execute(url, waiting)).rows.length > 0;
}

/** One statement on a connection of its own. */
export async function execute(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
