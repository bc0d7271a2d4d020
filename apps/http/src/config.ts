import { resolve } from 'node:path';
import { isPostgresql } from './config/database-url.ts';
import { type Payments, paymentsOf } from './config/payments.ts';
import { readVariables, type Values } from './config/read-variables.ts';
import { productionFaults, sharedFaults } from './config/rules.ts';
import { WrongConfiguration } from './config/wrong-configuration.ts';

export { variables } from './config/variables.ts';
export { WrongConfiguration } from './config/wrong-configuration.ts';

export type Database =
  | Readonly<{ kind: 'sqlite'; path: string; url: string }>
  | Readonly<{ kind: 'postgresql'; url: string; poolSize: number; longestSilence: number }>;

type ObjectStore =
  | Readonly<{ kind: 'disk' }>
  | Readonly<{
      kind: 's3';
      endpoint: string | undefined;
      region: string;
      bucket: string;
      accessKeyId: string;
      secretAccessKey: string;
      publicUrl: string | undefined;
    }>;

/** What the environment says, checked: the one thing that every app is composed from. */
export type Config = Readonly<{
  environment: 'development' | 'test' | 'production';
  /** Embedded: one process with nothing else installed; server: PostgreSQL behind any number of processes. */
  mode: 'embedded' | 'server';
  host: string;
  port: number;
  /** Where this very process is found from its own machine, without a slash at the end. */
  ownUrl: string;
  /** Where browsers find this system, without a slash at the end. */
  publicUrl: string;
  /** An absolute path. */
  dataDir: string;
  database: Database;
  redisUrl: string | undefined;
  mail: Readonly<{ kind: 'mailbox' }> | Readonly<{ kind: 'smtp'; url: string }>;
  emailFrom: string;
  objectStore: ObjectStore;
  payments: Payments;
  tokens: Readonly<{
    algorithm: 'HS256' | 'HS384' | 'HS512';
    /** The first signs, all verify; absent: generated into the data directory. */
    accessKeys: readonly string[] | undefined;
    refreshKeys: readonly string[] | undefined;
  }>;
  docsAccess: 'public' | 'authenticated' | 'admin';
  loginTimeDays: number;
  refundDays: number;
  currency: string;
  runJobs: boolean;
  demoCatalogue: boolean;
  /** Tries a minute; 0 is no limit. */
  rateLimits: Readonly<{ perAddress: number; perAccount: number }>;
  corsOrigins: readonly string[];
  opsToken: string | undefined;
  trustedProxies: readonly string[];
  /** Milliseconds by which the event loop may be late on average before requests are refused; 0 refuses none. */
  maxEventLoopDelay: number;
  logLevel: string;
}>;

/**
 * Reads the environment into a checked configuration; an empty variable counts as absent.
 *
 * @param defaults what an app that is not the HTTP app puts in the place of a default
 * @throws WrongConfiguration with one line for every variable that is wrong
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  defaults: Readonly<{ port: number; publicUrl?: string }> = { port: 8000 },
): Config {
  const { values, faults } = readVariables(environment);
  const needed = values.NODE_ENV === 'production' ? productionFaults(values) : [];
  const lines = new Map<string, string>([...sharedFaults(values), ...needed, ...faults]);
  if (lines.size > 0) throw new WrongConfiguration([...lines.values()]);

  const dataDir = resolve(values.DATA_DIR ?? '.data');
  const database = databaseOf(values, dataDir);
  const embedded = database.kind === 'sqlite';
  const host = values.HOST ?? '127.0.0.1';
  const port = values.PORT ?? defaults.port;
  return {
    environment: values.NODE_ENV ?? 'development',
    mode: embedded ? 'embedded' : 'server',
    host,
    port,
    ownUrl: addressOf(host, port),
    publicUrl: (values.PUBLIC_URL ?? defaults.publicUrl ?? addressOf(host, port)).replace(/\/+$/, ''),
    dataDir,
    database,
    redisUrl: values.REDIS_URL,
    mail: values.SMTP_URL === undefined ? { kind: 'mailbox' } : { kind: 'smtp', url: values.SMTP_URL },
    emailFrom: values.EMAIL_FROM ?? 'Online Cinema <no-reply@cinema.example>',
    objectStore: objectStoreOf(values),
    payments: paymentsOf(values),
    tokens: {
      algorithm: values.JWT_SIGNING_ALGORITHM ?? 'HS256',
      accessKeys: values.SECRET_KEY_ACCESS,
      refreshKeys: values.SECRET_KEY_REFRESH,
    },
    docsAccess: values.DOCS_ACCESS ?? (values.NODE_ENV === 'production' ? 'admin' : 'public'),
    loginTimeDays: values.LOGIN_TIME_DAYS ?? 7,
    refundDays: values.REFUND_DAYS ?? 14,
    currency: values.CURRENCY ?? 'USD',
    runJobs: values.RUN_JOBS ?? embedded,
    demoCatalogue: values.DEMO_CATALOGUE ?? embedded,
    rateLimits: { perAddress: values.RATE_LIMIT_PER_ADDRESS ?? 30, perAccount: values.RATE_LIMIT_PER_ACCOUNT ?? 5 },
    corsOrigins: values.CORS_ORIGINS ?? [],
    opsToken: values.OPS_TOKEN,
    trustedProxies: values.TRUST_PROXY ?? [],
    maxEventLoopDelay: values.MAX_EVENT_LOOP_DELAY ?? 1_000,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

/** Milliseconds; longer than any statement of ours may take there (10 s). */
const longestSilenceOfPostgres = 15_000;

function databaseOf({ DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize = 10 }: Values, dataDir: string): Database {
  if (url !== undefined && isPostgresql(url)) {
    return { kind: 'postgresql', url, poolSize, longestSilence: longestSilenceOfPostgres };
  }
  const path = url === undefined ? resolve(dataDir, 'cinema.sqlite') : resolve(url.slice('sqlite:'.length));
  return { kind: 'sqlite', path, url: `sqlite:${path}` };
}

/** A process that listens everywhere is reached by its own browser on the loopback address. */
function addressOf(host: string, port: number): string {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function objectStoreOf(values: Values): ObjectStore {
  if (
    values.S3_BUCKET === undefined ||
    values.S3_ACCESS_KEY_ID === undefined ||
    values.S3_SECRET_ACCESS_KEY === undefined
  ) {
    return { kind: 'disk' };
  }
  return {
    kind: 's3',
    endpoint: values.S3_ENDPOINT,
    region: values.S3_REGION ?? 'us-east-1',
    bucket: values.S3_BUCKET,
    accessKeyId: values.S3_ACCESS_KEY_ID,
    secretAccessKey: values.S3_SECRET_ACCESS_KEY,
    publicUrl: values.S3_PUBLIC_URL,
  };
}
