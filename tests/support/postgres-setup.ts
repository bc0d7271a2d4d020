import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL superuser's address, for making databases. */
    postgresUrl: string;
  }
}

/** One PostgreSQL server for all suites of a test run: the one at TEST_DATABASE_URL, else one of our own. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) {
    project.provide('postgresUrl', given);
    return undefined;
  }
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'postgres-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(keeper, 'exit');
  const url = await Promise.race([
    once(createInterface({ input: keeper.stdout }), 'line').then(([line]) => String(line)),
    ended.then(() => {
      throw new Error('PostgreSQL did not start; TEST_DATABASE_URL may name a server to use in its place');
    }),
  ]);
  project.provide('postgresUrl', url);
  return async () => {
    keeper.stdin.end();
    await ended;
  };
}
