import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/dockerfile.ts';
import { freePort } from '../support/free-port.ts';
import { execute } from '../support/postgres.ts';
import { eventually } from '../support/running-cinema.ts';
import { missingFor, serviceNames } from '../support/services/services.ts';

const missing = missingFor(serviceNames).map(({ program }) => program);
const LAUNCHER = join(ROOT, 'scripts/services.mjs');

let folder: string;
let launcher: ChildProcess | undefined;
let output = '';
let advice = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'online-cinema-services-'));
  // Run by root, PostgreSQL is nobody's, who must get there.
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  if (launcher?.exitCode === null) {
    launcher.kill('SIGTERM');
    await once(launcher, 'close');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts some on free ports. */
async function services(names: readonly string[], ...others: string[]): Promise<void> {
  output = '';
  advice = '';
  const listeners = names.flatMap((name) => (name === 'maildev' ? [name, 'maildev-web'] : [name]));
  const ports = await Promise.all(listeners.map(async (name) => ['--port', `${name}=${await freePort()}`]));
  launcher = spawn(process.execPath, [LAUNCHER, '--only', names.join(','), ...ports.flat(), ...others]);
  launcher.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  launcher.stderr?.setEncoding('utf8').on('data', (text: string) => {
    advice += text;
  });
}

/** What it printed, once it has. */
async function printed(last: string): Promise<Readonly<Record<string, string>>> {
  await eventually(async () => {
    if (launcher?.exitCode === null && !output.includes(`\n${last}=`)) throw new Error(`Not all there:\n${advice}`);
  });
  const lines = output.trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe.skipIf(missing.length > 0)(
  `npm run services${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
  () => {
    it('prints what the apps are to be told once all answer, and stops all of it when told to', {
      timeout: 60_000,
    }, async () => {
      await services(serviceNames);
      const environment = await printed('STRIPE_API_BASE');
      expect(Object.keys(environment)).toEqual([
        'DATABASE_URL',
        'REDIS_URL',
        'S3_ENDPOINT',
        'S3_REGION',
        'S3_BUCKET',
        'S3_ACCESS_KEY_ID',
        'S3_SECRET_ACCESS_KEY',
        'SMTP_URL',
        'STRIPE_SECRET_KEY',
        'STRIPE_WEBHOOK_SECRET',
        'STRIPE_API_BASE',
      ]);
      const { DATABASE_URL = '', S3_ENDPOINT, STRIPE_API_BASE } = environment;
      expect((await execute(DATABASE_URL, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      expect((await fetch(`${S3_ENDPOINT}/minio/health/ready`)).status).toBe(200);
      expect((await fetch(`${STRIPE_API_BASE}/v1/checkout/sessions`)).status).toBe(401);

      launcher?.kill('SIGINT');
      const [code] = await once(launcher ?? expect.fail('not started'), 'close');
      expect(code).toBe(0);
      await expect(execute(DATABASE_URL, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
      await expect(fetch(`${S3_ENDPOINT}/minio/health/ready`)).rejects.toThrow();
      await expect(fetch(STRIPE_API_BASE ?? '')).rejects.toThrow();
    });

    it('keeps the database in a folder where it is told to', { timeout: 60_000 }, async () => {
      const kept = ['--data', join(folder, 'kept')];
      await services(['db', 'redis'], ...kept);
      await execute((await printed('REDIS_URL'))['DATABASE_URL'] ?? '', 'CREATE TABLE films (name text)');
      launcher?.kill('SIGTERM');
      await once(launcher ?? expect.fail('not started'), 'close');

      await services(['db', 'redis'], ...kept);
      const { DATABASE_URL = '' } = await printed('REDIS_URL');
      expect((await execute(DATABASE_URL, 'SELECT name FROM films')).rows).toEqual([]);
    });

    it('says which port is taken', { timeout: 60_000 }, async () => {
      await services(['stripe', 'redis']);
      const { REDIS_URL = '' } = await printed('STRIPE_API_BASE');
      const { port } = new URL(REDIS_URL);
      const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, '--only', 'redis', '--port', `redis=${port}`], {
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toBe(`${port} is in use: stop what listens there, or say --port redis=NUMBER\n`);
    });
  },
);

describe('npm run services, where something is wrong', () => {
  const asked = (...args: string[]) =>
    spawnSync(process.execPath, [LAUNCHER, ...args], { env: { PATH: folder, HOME: folder }, encoding: 'utf8' });

  it('names every program that is missing, and how to get it', () => {
    const { status, stdout, stderr } = asked();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      [
        'redis-server is not installed, for redis: apt-get install redis-server',
        'minio is not installed, for minio: bash scripts/install-minio.sh (needs Go)',
        'maildev is not installed, for maildev: bash scripts/install-maildev.sh',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [['--only', 'db,oracle'], 'There is no oracle.'],
    [['--port', 'db'], '--port is "db"; it takes NAME=NUMBER.'],
    [['--all'], "Unknown option '--all'"],
  ])('%j is refused', (args, line) => {
    const { status, stdout, stderr } = asked(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(line);
  });
});
