import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDatabase } from '@online-cinema/adapters/mikro-orm';
import { compose } from '@online-cinema/http/composition';
import { readConfig } from '@online-cinema/http/config';
import { createLogger } from '@online-cinema/http/logger';
import { buildServer } from '@online-cinema/http/server';
import type { Server } from '@online-cinema/http/type-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/running-cinema.ts';
import { LogLines } from './support/a-server.ts';

const ADMIN = 'admin@cinema.example';
const PASSWORD = 'Str0ng!pass';
const tries = 200;
const largestDifference = 0.1;

/** The whole embedded system as `npm start` composes it: argon2id as in production, SQLite on disk, jobs under way. */
let app: Server;
let restOfJobs: () => Promise<void>;
let stop: () => Promise<void>;
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
  const noLimits = { RATE_LIMIT_PER_ADDRESS: '0', RATE_LIMIT_PER_ACCOUNT: '0' };
  const config = readConfig({ ...noLimits, DATA_DIR: dataDir, DEMO_CATALOGUE: 'off', LOG_LEVEL: 'silent' });
  const cinema = await compose(config, createLogger('silent', new LogLines()));
  await cinema.prepareSchema();
  await cinema.useCases.createFirstAdmin.execute(() => {});
  app = await buildServer(cinema.server);
  await cinema.begin();
  const database = await openDatabase(`sqlite:${join(dataDir, 'cinema.sqlite')}`);
  const job = () => database.read((reader) => reader.selectFrom('jobs').select('id').executeTakeFirst());
  restOfJobs = () =>
    eventually(async () => {
      if ((await job()) !== undefined) throw new Error('Jobs are under way');
    });
  stop = async () => {
    await database.close();
    await cinema.rest();
    await app.close();
    await cinema.close();
    rmSync(dataDir, { recursive: true });
  };
  const waiting = { email: 'waiting@example.com', password: PASSWORD };
  await app.inject({ method: 'POST', url: '/api/v1/accounts/register/', payload: waiting });
});
afterAll(() => stop());

type Ask = Readonly<{ path: string; payload: (email: string) => object }>;

/** What was answered, and in how many milliseconds, by a system that had nothing else to do. */
async function answerTo({ path, payload }: Ask, email: string) {
  await restOfJobs();
  const start = performance.now();
  const answer = await app.inject({ method: 'POST', url: `/api/v1/accounts/${path}/`, payload: payload(email) });
  const time = performance.now() - start;
  return { time, told: JSON.stringify([answer.statusCode, answer.body, Object.keys(answer.headers).toSorted()]) };
}

/** As many tries at an account that is there as at accounts that are not, in an order that favours neither. */
async function measure(ask: Ask, known: string) {
  const times = { known: [] as number[], unknown: [] as number[] };
  const told = new Set<string>();
  for (let number = 0; number < 10; number += 1) await answerTo(ask, `nobody${number}@example.com`);
  for (const [number, whom] of shuffled(tries).entries()) {
    const answer = await answerTo(ask, whom === 'known' ? known : nobodyOfTheLengthOf(known, number));
    times[whom].push(answer.time);
    told.add(answer.told);
  }
  return { told: [...told], known: median(times.known), unknown: median(times.unknown) };
}

function nobodyOfTheLengthOf(address: string, number: number): string {
  const domain = '@example.com';
  return `${String(number).padStart(address.length - domain.length, 'x')}${domain}`;
}

/** Each of the two so many times. */
function shuffled(count: number): readonly ('known' | 'unknown')[] {
  const drawn = Array.from({ length: 2 * count }, (_, number) => ({ isKnown: number < count, lot: Math.random() }));
  return drawn.toSorted((one, other) => one.lot - other.lot).map(({ isKnown }) => (isKnown ? 'known' : 'unknown'));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const email = (address: string) => ({ email: address });
const asks = [
  [
    'logging in with a wrong password',
    ADMIN,
    { path: 'login', payload: (to: string) => ({ ...email(to), password: 'Wr0ng!pass' }) },
  ],
  ['asking for another activation link', 'waiting@example.com', { path: 'resend-activation', payload: email }],
  ['asking for a link to a new password', ADMIN, { path: 'password-reset/request', payload: email }],
] as const;

describe('whether there is an account', () => {
  // What the machine does besides may spoil one series; a difference in the system spoils all of them.
  test.each(asks)('cannot be told by %s', { retry: 2, timeout: 120_000 }, async (_what, known, ask) => {
    const medians = await measure(ask, known);
    expect(medians.told).toHaveLength(1);
    const difference = Math.abs(medians.known - medians.unknown) / Math.min(medians.known, medians.unknown);
    expect(difference, `medians of ${medians.known} and ${medians.unknown} ms`).toBeLessThan(largestDifference);
  });
});
