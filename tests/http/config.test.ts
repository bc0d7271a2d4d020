import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig, variables, WrongConfiguration } from '@online-cinema/http/config';
import type { Values } from '@online-cinema/http/config/read-variables';
import { noServiceFaults, serviceFaults } from '@online-cinema/http/config/rules';
import { describe, expect, test } from 'vitest';

const accessKey = '0123456789abcdef0123456789abcdef';
const refreshKey = 'fedcba9876543210fedcba9876543210';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cinema.example',
  SMTP_URL: 'smtp://mail.example:587',
  SECRET_KEY_ACCESS: accessKey,
  SECRET_KEY_REFRESH: refreshKey,
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
};

const onPostgres = {
  ...production,
  DATABASE_URL: 'postgres://cinema:secret@db.example/cinema',
  REDIS_URL: 'redis://redis.example:6379',
  S3_BUCKET: 'cinema',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'key',
};

function linesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof WrongConfiguration) return error.lines;
    throw error;
  }
}

describe('the .env of docker compose', () => {
  test('is told from a wrong one, as whoever starts without servers reads it, too', () => {
    expect(linesOf({ S3_SECRET_ACCESS_KEY: 'key' })).toEqual([
      'S3_BUCKET is missing; where S3_SECRET_ACCESS_KEY is set it takes the name of a bucket.',
      'S3_ACCESS_KEY_ID is missing; where S3_SECRET_ACCESS_KEY is set it takes the id of an access key.',
      expect.stringMatching(/^S3_SECRET_ACCESS_KEY is all there is of S3_….* docker compose; move it away/),
    ]);
    expect(linesOf({ S3_SECRET_ACCESS_KEY: 'key', S3_BUCKET: 'cinema' })).toEqual([
      'S3_ACCESS_KEY_ID is missing; where S3_BUCKET is set it takes the id of an access key.',
    ]);
  });
});

describe('an empty environment', () => {
  test('is embedded mode on the loopback address, with the defaults of the table', () => {
    expect(readConfig({})).toMatchObject({
      environment: 'development',
      mode: 'embedded',
      host: '127.0.0.1',
      port: 8000,
      publicUrl: 'http://127.0.0.1:8000',
      dataDir: resolve('.data'),
      database: {
        kind: 'sqlite',
        path: resolve('.data/cinema.sqlite'),
        url: `sqlite:${resolve('.data/cinema.sqlite')}`,
      },
      mail: { kind: 'mailbox' },
      objectStore: { kind: 'disk' },
      payments: { kind: 'sandbox' },
      tokens: { algorithm: 'HS256', accessKeys: undefined, refreshKeys: undefined },
      docsAccess: 'public',
      loginTimeDays: 7,
      refundDays: 14,
      currency: 'USD',
      runJobs: true,
      demoCatalogue: true,
      rateLimits: { perAddress: 30, perAccount: 5 },
      logLevel: 'info',
    });
  });

  test('is what empty variables amount to', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', CURRENCY: '' })).toEqual(readConfig({}));
  });
});

describe('server mode', () => {
  test('is what a PostgreSQL address turns on, and jobs and demo films are for others', () => {
    const config = readConfig({ DATABASE_URL: 'postgresql://db/cinema' });
    expect(config).toMatchObject({ mode: 'server', runJobs: false, demoCatalogue: false });
  });

  test('lets the process run jobs where it is told to', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://db/cinema', RUN_JOBS: 'on' }).runJobs).toBe(true);
  });
});

describe('the public address', () => {
  test.each([
    [{ PORT: '9000' }, 'http://127.0.0.1:9000'],
    [{ HOST: '0.0.0.0' }, 'http://127.0.0.1:8000'],
    [{ HOST: '::' }, 'http://[::1]:8000'],
    [{ PUBLIC_URL: 'https://cinema.example/' }, 'https://cinema.example'],
  ])('of %j is %s', (environment, expected) => {
    expect(readConfig(environment).publicUrl).toBe(expected);
  });
});

describe('a wrong value', () => {
  test.each([
    ['PORT', 'eighty', 'PORT is "eighty"; it takes a whole number from 1 to 65535.'],
    ['PORT', '0', 'PORT is "0"; it takes a whole number from 1 to 65535.'],
    ['NODE_ENV', 'prod', 'NODE_ENV is "prod"; it takes one of development, test, production.'],
    ['RUN_JOBS', 'maybe', 'RUN_JOBS is "maybe"; it takes on or off.'],
    ['CURRENCY', 'JPY', 'CURRENCY is "JPY"; it takes the ISO 4217 code of a currency with two decimals.'],
    ['PUBLIC_URL', 'cinema.example', 'PUBLIC_URL is "cinema.example"; it takes an http:// or https:// address.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it takes one of fatal, error, warn, info, debug, trace, silent.'],
    [
      'TRUST_PROXY',
      '10.0.0.0/99',
      'TRUST_PROXY is "10.0.0.0/99"; it takes IP addresses or networks such as 10.0.0.0/8, separated by commas.',
    ],
    [
      'CORS_ORIGINS',
      'https://shop.example/path',
      'CORS_ORIGINS is "https://shop.example/path"; it takes origins such as https://shop.example, separated by commas.',
    ],
    [
      'STRIPE_API_BASE',
      'http://127.0.0.1:12111/v1',
      'STRIPE_API_BASE is "http://127.0.0.1:12111/v1"; it takes an http:// or https:// address without a path.',
    ],
  ])('of %s is named with what it takes: %s', (name, text, line) => {
    expect(linesOf({ [name]: text })).toEqual([line]);
  });

  test('is one line for each variable that is wrong', () => {
    const lines = linesOf({ PORT: 'x', LOGIN_TIME_DAYS: '-1', REFUND_DAYS: '1.5' });
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['PORT', 'LOGIN_TIME_DAYS', 'REFUND_DAYS']);
  });

  test('of a secret is not shown', () => {
    const lines = linesOf({
      SECRET_KEY_ACCESS: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      OPS_TOKEN: 'hunter2',
    });
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toContain('hunter2');
  });
});

describe('of payment services', () => {
  const stripe = { needs: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'], takes: ['STRIPE_API_BASE'] } as const;
  const other = { needs: ['OPS_TOKEN'], takes: [] } as const;
  const namesIn = (faults: readonly (readonly [string, string])[]) => faults.map(([name]) => name);

  test('one is set, with all that it needs', () => {
    const faults = (values: Values) => serviceFaults(values, [stripe, other]);
    expect(faults({})).toEqual([]);
    expect(faults({ STRIPE_SECRET_KEY: 'a', STRIPE_WEBHOOK_SECRET: 'b', STRIPE_API_BASE: 'c' })).toEqual([]);
    expect(faults({ OPS_TOKEN: 'a' })).toEqual([]);
    expect(namesIn(faults({ STRIPE_WEBHOOK_SECRET: 'b' }))).toEqual(['STRIPE_SECRET_KEY']);
    expect(namesIn(faults({ STRIPE_API_BASE: 'c' }))).toEqual(['STRIPE_SECRET_KEY']);
    expect(faults({ STRIPE_SECRET_KEY: 'a', STRIPE_WEBHOOK_SECRET: 'b', OPS_TOKEN: 'a' })).toEqual([
      ['OPS_TOKEN', 'OPS_TOKEN is set beside STRIPE_SECRET_KEY; there is one payment service.'],
    ]);
  });

  test('production needs one, whichever', () => {
    const faults = (values: Values) => noServiceFaults(values, [stripe, other]);
    expect(faults({ OPS_TOKEN: 'a' })).toEqual([]);
    expect(faults({ STRIPE_SECRET_KEY: 'a', STRIPE_WEBHOOK_SECRET: 'b' })).toEqual([]);
    expect(faults({})).toEqual([
      ['STRIPE_SECRET_KEY', expect.stringMatching(/is production and OPS_TOKEN is not set it takes a secret key of/)],
      ['STRIPE_WEBHOOK_SECRET', expect.stringContaining('and OPS_TOKEN is not set')],
    ]);
  });
});

describe('signing keys', () => {
  test('are several where commas separate them', () => {
    const config = readConfig({ SECRET_KEY_ACCESS: `${accessKey},${accessKey}2`, SECRET_KEY_REFRESH: refreshKey });
    expect(config.tokens.accessKeys).toEqual([accessKey, `${accessKey}2`]);
  });

  test('must differ between the two uses', () => {
    expect(linesOf({ SECRET_KEY_ACCESS: accessKey, SECRET_KEY_REFRESH: `${refreshKey},${accessKey}` })).toEqual([
      'SECRET_KEY_REFRESH is a key of SECRET_KEY_ACCESS (not shown); it takes keys of its own.',
    ]);
  });

  test('come both or not at all', () => {
    expect(linesOf({ SECRET_KEY_ACCESS: accessKey })).toEqual([
      expect.stringMatching(/^SECRET_KEY_REFRESH is missing; where SECRET_KEY_ACCESS is set it takes keys/),
    ]);
  });
});

describe('production', () => {
  test('starts with all that it needs', () => {
    expect(readConfig(production)).toMatchObject({ mode: 'embedded', docsAccess: 'admin' });
    expect(readConfig(onPostgres)).toMatchObject({ mode: 'server', objectStore: { kind: 's3', bucket: 'cinema' } });
  });

  test.each(Object.keys(production).filter((name) => name !== 'NODE_ENV'))('refuses to start without %s', (name) => {
    const lines = linesOf({ ...production, [name]: '' });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name} is missing; where .* it takes .*\\.$`))]);
  });

  test.each(['REDIS_URL', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'])(
    'refuses to start on PostgreSQL without %s',
    (name) => {
      const lines = linesOf({ ...onPostgres, [name]: '' });
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name} is missing; `))]);
    },
  );

  test('refuses a weak key', () => {
    const lines = linesOf({ ...production, SECRET_KEY_ACCESS: 'a'.repeat(40) });
    expect(lines).toEqual([expect.stringContaining('SECRET_KEY_ACCESS is a weak key')]);
  });
});

test('.env.example documents exactly the variables that are read', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(Object.keys(variables).toSorted());
});

test('what .env.example suggests is taken', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const suggested = [...text.matchAll(/^# ([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const withSecrets = {
    ...Object.fromEntries(suggested),
    SECRET_KEY_ACCESS: accessKey,
    SECRET_KEY_REFRESH: refreshKey,
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'key',
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
  };
  expect(linesOf(withSecrets)).toEqual([]);
});
