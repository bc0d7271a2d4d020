import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/dockerfile.ts';
import { freePort } from '../support/free-port.ts';
import { eventually } from '../support/running-cinema.ts';
import { FrontDoor } from '../support/server-mode/front-door.ts';

const needs = (program: string, question: string) =>
  spawnSync(program, [question]).status === 0 ? undefined : ` (needs ${program})`;
const noCompose = needs('docker-compose', '--version');
const noProxy = needs('haproxy', '-v');

/** A folder with what an operator has who wants to run it by Docker. */
let folder: string;
const env = () => join(folder, '.env');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'online-cinema-compose-'));
  for (const file of ['docker-compose.yml', 'docker-compose-tests.yml', 'deploy']) {
    cpSync(join(ROOT, file), join(folder, file), { recursive: true });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compose(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('docker-compose', [...args, 'config'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('deploy/new-env.sh', () => {
  const write = () => spawnSync('sh', ['deploy/new-env.sh'], { cwd: folder, encoding: 'utf8' });

  it('writes secrets that nobody else has, for their owner’s eyes alone', () => {
    expect(write().status).toBe(0);
    expect(statSync(env()).mode & 0o077).toBe(0);
    const secrets = [...readFileSync(env(), 'utf8').matchAll(/=([0-9a-f]{64})$/gm)].map(([, secret]) => secret);
    expect(secrets.length).toBeGreaterThan(5);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('leaves a file that is there as it is', () => {
    const before = readFileSync(env(), 'utf8');
    expect(write()).toMatchObject({ status: 1, stderr: '.env is there already; nothing was written.\n' });
    expect(readFileSync(env(), 'utf8')).toBe(before);
  });
});

describe.skipIf(noCompose !== undefined)(`docker-compose${noCompose ?? ''}`, () => {
  it('names what is missing in .env, and then understands the file', () => {
    expect(existsSync(env())).toBe(true);
    expect(compose().stderr).toContain('STRIPE_SECRET_KEY');
    const filled = readFileSync(env(), 'utf8').replaceAll(/^(STRIPE_\w+)=$/gm, '$1=from-stripe');
    writeFileSync(env(), filled);
    const { status, stdout } = compose();
    expect(status).toBe(0);
    const { services } = parse(stdout);
    const expected = ['db', 'maildev', 'migrator', 'minio', 'minio-setup', 'proxy', 'redis', 'web', 'worker'];
    expect(Object.keys(services).sort()).toEqual(expect.arrayContaining(expected));
    const [, password] = /^POSTGRES_PASSWORD=(.*)$/m.exec(filled) ?? [];
    for (const app of ['web', 'worker', 'migrator']) {
      expect(services[app].environment.DATABASE_URL).toBe(`postgres://cinema:${password}@db:5432/cinema`);
    }
  });

  it('understands the journeys’ file beside it', () => {
    const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose-tests.yml'];
    const { status, stdout } = compose('--env-file', 'deploy/tests.env', ...files);
    expect(status).toBe(0);
    const { services } = parse(stdout);
    expect(services.web.environment.STRIPE_API_BASE).toBe('http://stripe:8080');
    expect(services.tests.environment.JOURNEY_CINEMA_URL).toBe('http://proxy:8080');
  });
});

describe.skipIf(noProxy !== undefined)(`HAProxy${noProxy ?? ''}`, () => {
  it('understands its configuration', () => {
    execFileSync('haproxy', ['-c', '-f', 'deploy/haproxy.cfg'], { cwd: folder, stdio: 'pipe' });
  });

  it('logs the path of a request and never its query, and the id that it has in our own log', async () => {
    const web = createServer((_request, response) => response.setHeader('x-request-id', 'front-42').end());
    await once(web.listen(0, '127.0.0.1'), 'listening');
    const address = web.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const door = await FrontDoor.start(await freePort(), [address.port]);
    try {
      await eventually(async () => {
        const { status } = await fetch(`${door.url}/activate?email=ann%40example.com&token=hunter2`);
        expect(status).toBe(200);
      });
      await eventually(async () => expect(door.output).toMatch(/ 200 .*"GET \/activate HTTP\/1\.1" \{front-42\}/));
      expect(door.output).not.toMatch(/hunter2|ann/);
    } finally {
      await door.stop();
      web.close();
    }
  });
});
