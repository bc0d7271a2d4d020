import { BlockList, isIP } from 'node:net';
import { isPostgresql } from './database-url.ts';
import { listOf, matching, oneOf, onOrOff, secret, url, value, wholeNumber } from './value.ts';

const shortestKey = 32;

const signingKeys = secret(
  listOf(`keys of at least ${shortestKey} characters each, separated by commas`, (key) =>
    [...key].length >= shortestKey ? key : undefined,
  ),
);

const httpUrl = (takes: string) => url(takes, 'http:', 'https:');

const plain = (takes: string) => matching(takes, /^\S+$/);

function origin(text: string): string | undefined {
  const parsed = URL.parse(text.trim());
  return parsed !== null && parsed.origin === text.trim() ? parsed.origin : undefined;
}

/** A slash at the end is no path. */
function httpOrigin(text: string): string | undefined {
  const found = origin(text.replace(/\/$/, ''));
  return found !== undefined && /^https?:/.test(found) ? found : undefined;
}

function network(text: string): string | undefined {
  const [address = '', prefix] = text.trim().split('/');
  const family = isIP(address);
  if (family === 0) return undefined;
  if (prefix === undefined) return address;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return undefined;
  new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return `${address}/${prefix}`;
}

function currencyOfTwoDecimals(text: string): string | undefined {
  if (!/^[A-Z]{3}$/.test(text) || !Intl.supportedValuesOf('currency').includes(text)) return undefined;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: text }).resolvedOptions();
  return format.maximumFractionDigits === 2 ? text : undefined;
}

function databaseUrl(text: string): string | undefined {
  if (!isPostgresql(text)) return /^sqlite:./.test(text) ? text : undefined;
  const parsed = URL.parse(text);
  return parsed !== null && parsed.hostname !== '' ? text : undefined;
}

/** Every variable that the system reads; `.env.example` documents each. */
export const variables = {
  NODE_ENV: oneOf('development', 'test', 'production'),
  HOST: matching('an address or a host name', /^[A-Za-z0-9._:-]+$/),
  PORT: wholeNumber(1, 65535),
  PUBLIC_URL: httpUrl('an http:// or https:// address'),
  DATA_DIR: value('a folder', (text) => text),
  DATABASE_URL: secret(value('postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:PATH', databaseUrl)),
  DATABASE_POOL_SIZE: wholeNumber(1, 1_000, 'connections'),
  REDIS_URL: secret(url('redis://HOST:PORT or rediss://…', 'redis:', 'rediss:')),
  SMTP_URL: secret(url('smtp://USER:PASSWORD@HOST:PORT or smtps://…', 'smtp:', 'smtps:')),
  EMAIL_FROM: matching('an e-mail address, with a name or without', /^[^@\r\n]*[^@\s]@[^@\s]+$/),
  S3_ENDPOINT: httpUrl('an http:// or https:// address'),
  S3_REGION: plain('the name of a region'),
  S3_BUCKET: plain('the name of a bucket'),
  S3_ACCESS_KEY_ID: secret(plain('the id of an access key')),
  S3_SECRET_ACCESS_KEY: secret(plain('the secret of the access key')),
  S3_PUBLIC_URL: httpUrl('an http:// or https:// address'),
  STRIPE_SECRET_KEY: secret(plain('a secret key of Stripe')),
  STRIPE_WEBHOOK_SECRET: secret(plain("the signing secret of Stripe's webhook")),
  STRIPE_API_BASE: value('an http:// or https:// address without a path', httpOrigin),
  SECRET_KEY_ACCESS: signingKeys,
  SECRET_KEY_REFRESH: signingKeys,
  JWT_SIGNING_ALGORITHM: oneOf('HS256', 'HS384', 'HS512'),
  DOCS_ACCESS: oneOf('public', 'authenticated', 'admin'),
  LOGIN_TIME_DAYS: wholeNumber(1, 365, 'days'),
  REFUND_DAYS: wholeNumber(0, 3650, 'days'),
  CURRENCY: value('the ISO 4217 code of a currency with two decimals', currencyOfTwoDecimals),
  RUN_JOBS: onOrOff(),
  DEMO_CATALOGUE: onOrOff(),
  RATE_LIMIT_PER_ADDRESS: wholeNumber(0, 1_000_000, 'tries a minute'),
  RATE_LIMIT_PER_ACCOUNT: wholeNumber(0, 1_000_000, 'tries a minute'),
  CORS_ORIGINS: listOf('origins such as https://shop.example, separated by commas', origin),
  OPS_TOKEN: secret(matching('at least 16 characters without spaces', /^\S{16,}$/)),
  TRUST_PROXY: listOf('IP addresses or networks such as 10.0.0.0/8, separated by commas', network),
  MAX_EVENT_LOOP_DELAY: wholeNumber(0, 60_000, 'milliseconds'),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
} as const;

export type VariableName = keyof typeof variables;
