import 'reflect-metadata';
import { join } from 'node:path';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import { JoseAccessTokens } from '@online-cinema/adapters/jose';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import type { Mailbox } from '@online-cinema/adapters/mailbox';
import {
  type Database,
  isUpToDate,
  JobRunner,
  JobTable,
  MikroOrmAccountQueries,
  MikroOrmCatalogueQueries,
  MikroOrmCommunityQueries,
  MikroOrmOrderingQueries,
  MikroOrmPaymentQueries,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
  Schedules,
} from '@online-cinema/adapters/mikro-orm';
import { ProcessLock } from '@online-cinema/adapters/process-lock';
import type { RedisConnection } from '@online-cinema/adapters/redis';
import type { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { SharpAvatarImages } from '@online-cinema/adapters/sharp';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import {
  type Alarms,
  type Mailer,
  type ObjectStorage,
  type PaymentGateway,
  SiteLinks,
} from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import type { Logger } from 'pino';
import { container, type DependencyContainer, instanceCachingFactory } from 'tsyringe';
import type { Cinema } from './cinema.ts';
import { derivationKeyOf, keptSecrets, type Secrets } from './config/secrets.ts';
import type { Config } from './config.ts';
import { healthChecksOf } from './health-checks.ts';
import { jobHandlersOn, scheduledOn } from './jobs.ts';
import { LogAlarms } from './log-alarms.ts';
import { Metrics } from './metrics.ts';
import { type Ports, portsFrom } from './ports.ts';
import { watchWith } from './readings.ts';
import { refuseOtherCurrency } from './refuse-other-currency.ts';
import { serverDependencies } from './server-dependencies.ts';
import { StartRefused } from './start-refused.ts';
import { useCasesOn } from './use-cases.ts';
import { version } from './version.ts';

/** How long another process on the same data, which may be about to end, is waited for. */
const patienceWithLock = seconds(5);

/** What must be opened before anything can be made of it. */
type Opened = Readonly<{
  secrets: Secrets;
  database: Database;
  gateway: PaymentGateway;
  /** The gateway, where no other is configured. */
  sandbox: SandboxPayments | undefined;
  mailer: Mailer;
  objects: ObjectStorage;
  /** Where the processes count tries together; each for itself without it. */
  redis: RedisConnection | undefined;
  /** Where mails lie that are not sent on. */
  mailbox: Mailbox | undefined;
  /** Closes all of this, in order. */
  close: () => Promise<void>;
}>;

/**
 * Puts the system together as the configuration says; what its mode does not use is not loaded.
 * @throws StartRefused with a line for the operator
 */
export async function compose(config: Config, logger: Logger): Promise<Cinema> {
  const metrics = new Metrics(version);
  const alarms = new LogAlarms(logger, metrics);
  const opened = await open(config, logger, alarms);
  const { database, redis } = opened;
  const services = servicesFor(config, alarms, opened);
  const ports = portsFrom((name) => services.resolve(name));
  const useCases = useCasesOn(ports, { sessionDays: config.loginTimeDays, refundDays: config.refundDays });
  const jobs = services.resolve<JobTable>('jobs');
  const work = config.runJobs ? workOf({ jobs, ports, logger, config, metrics }) : [];
  const hasher = services.resolve<Argon2PasswordHasher>('hasher');
  const watched = { jobs, database, hasher, redis, isUpToDate: () => isUpToDate(database) };
  watchWith(metrics, watched);

  return {
    useCases,
    server: serverDependencies(config, logger, {
      ports,
      useCases,
      healthChecks: healthChecksOf(watched),
      metrics,
      sharedCounts: redis?.client,
      mailbox: opened.mailbox,
      checkout: opened.sandbox?.checkout,
    }),
    async demoFilms() {
      const { VegaMovies } = await import('@online-cinema/adapters/vega-movies');
      return new VegaMovies(config.currency);
    },
    async prepareSchema() {
      if (config.mode === 'embedded') await migrate(database);
      else if (!(await isUpToDate(database))) {
        throw new StartRefused('The database is not up to date: run `npm run cinema -- migrate` first.');
      }
      refuseOtherCurrency(config.currency, await ports.orderingQueries.pendingCurrencies());
    },
    async begin() {
      opened.sandbox?.start({ webhookUrl: `${config.ownUrl}/api/v1/payments/webhook/` });
      for (const { start } of work) await start();
    },
    async rest() {
      await Promise.all(work.map(({ stop }) => stop()));
    },
    close: opened.close,
  };
}

async function open(config: Config, logger: Logger, alarms: Alarms): Promise<Opened> {
  const lock = config.mode === 'embedded' ? await lockOn(config) : undefined;
  const clock = new SystemClock();
  const secrets = await keptSecrets(config.dataDir);
  const log = (message: string) => logger.debug(message);
  const database = await openDatabase(config.database.url, { ...config.database, log });
  const { gateway, sandbox } = await openPayments(config, secrets, { clock, alarms });
  const { mailer, mailbox, closeMailer } = await openMail(config, clock);
  const objects = await openObjects(config);
  const redis = await openRedis(config, logger);
  const close = async () => {
    await sandbox?.stop();
    closeMailer();
    redis?.close();
    await database.close();
    lock?.release();
  };
  return { secrets, database, gateway, sandbox, mailer, mailbox, objects, redis, close };
}

/** Holds the data directory, and the database wherever else it lies. */
async function lockOn({ dataDir, database }: Config): Promise<ProcessLock> {
  const locks = [join(dataDir, 'lock.sqlite'), ...(database.kind === 'sqlite' ? [`${database.path}-lock`] : [])];
  const lock = await ProcessLock.takeWithin(patienceWithLock, ...locks);
  if (lock) return lock;
  throw new StartRefused(`${dataDir} is in use by another process: stop that one, or set DATA_DIR to another folder.`);
}

async function openPayments(
  { payments, dataDir, publicUrl }: Config,
  { webhookSecret }: Secrets,
  needs: { clock: SystemClock; alarms: Alarms },
): Promise<Pick<Opened, 'gateway' | 'sandbox'>> {
  if (payments.kind === 'stripe') {
    const { StripePayments } = await import('@online-cinema/adapters/stripe');
    return { gateway: new StripePayments(payments), sandbox: undefined };
  }
  const { SandboxPayments } = await import('@online-cinema/adapters/sandbox-payments');
  const file = join(dataDir, 'sandbox.sqlite');
  const sandbox = new SandboxPayments({ file, publicUrl, webhookSecret, ...needs });
  return { gateway: sandbox, sandbox };
}

async function openObjects({ objectStore, dataDir, publicUrl }: Config): Promise<ObjectStorage> {
  if (objectStore.kind === 's3') {
    const { S3Storage } = await import('@online-cinema/adapters/s3');
    return new S3Storage({ ...objectStore, objectsUrl: objectStore.publicUrl ?? `${publicUrl}/media` });
  }
  const { LocalDiskStorage } = await import('@online-cinema/adapters/local-disk');
  return new LocalDiskStorage({ folder: join(dataDir, 'media'), publicUrl });
}

async function openMail({ mail, dataDir, emailFrom, publicUrl }: Config, clock: SystemClock) {
  if (mail.kind === 'smtp') {
    const { SmtpMailer } = await import('@online-cinema/adapters/smtp');
    const mailer = new SmtpMailer({ url: mail.url, from: emailFrom, host: new URL(publicUrl).hostname });
    return { mailer, mailbox: undefined, closeMailer: () => mailer.close() };
  }
  const { Mailbox } = await import('@online-cinema/adapters/mailbox');
  const mailbox = new Mailbox({ folder: join(dataDir, 'mailbox'), clock });
  return { mailer: mailbox, mailbox, closeMailer: () => {} };
}

async function openRedis({ redisUrl }: Config, logger: Logger): Promise<RedisConnection | undefined> {
  if (redisUrl === undefined) return undefined;
  const { RedisConnection } = await import('@online-cinema/adapters/redis');
  return RedisConnection.open(redisUrl, {
    onGone: (reason) => logger.warn({ reason }, 'Redis is gone: tries are counted in each process by itself'),
    onBack: () => logger.info('Redis is back: tries are counted together again'),
  });
}

/** Everything the container makes, by the name it is asked for. */
type Services = Ports & { readonly jobs: JobTable };

/** Which adapter stands behind which port. */
function servicesFor(config: Config, alarms: Alarms, opened: Opened): DependencyContainer {
  const services = container.createChildContainer();
  const provide = <Name extends keyof Services>(name: Name, make: () => Services[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const { database, secrets, mailer, objects, gateway } = opened;
  const { currency } = config;
  const { algorithm, accessKeys = [secrets.accessKey], refreshKeys = [secrets.refreshKey] } = config.tokens;

  provide('jobs', () => new JobTable(database, services.resolve('clock')));
  const jobQueueFactory = () => services.resolve<JobTable>('jobs').queueIn;
  provide('unitOfWork', () => new MikroOrmUnitOfWork(database, { currency, jobs: jobQueueFactory() }));
  provide('accountQueries', () => new MikroOrmAccountQueries(database));
  provide('catalogueQueries', () => new MikroOrmCatalogueQueries(database, currency));
  provide('communityQueries', () => new MikroOrmCommunityQueries(database));
  provide('orderingQueries', () => new MikroOrmOrderingQueries(database, currency));
  provide('paymentQueries', () => new MikroOrmPaymentQueries(database));
  provide('tokens', () => new JoseAccessTokens({ algorithm, accessKeys, refreshKeys }));
  provide('hasher', () => new Argon2PasswordHasher());
  provide('secrets', () => new SystemSecretGenerator({ key: derivationKeyOf(config, secrets) }));
  provide('clock', () => new SystemClock());
  provide('alarms', () => alarms);
  provide('letters', () => new EtaLetterWriter());
  provide('mailer', () => mailer);
  provide('links', () => new SiteLinks(config.publicUrl));
  provide('gateway', () => gateway);
  provide('objects', () => objects);
  provide('images', () => new SharpAvatarImages());
  return services;
}

/** What happens by itself: jobs as they come, and what the clock asks for. */
function workOf(on: { jobs: JobTable; ports: Ports; logger: Logger; config: Config; metrics: Metrics }) {
  const { jobs: table, ports, logger, config, metrics } = on;
  const { clock, alarms } = ports;
  const runner = new JobRunner({
    table,
    handlers: jobHandlersOn(ports, { isLimited: config.rateLimits.perAccount > 0 }),
    clock,
    alarms,
    alone: config.mode === 'embedded',
    onFailure: ({ error, ...job }) => logger.warn({ err: error, job }, 'a job failed'),
    onOutcome: (outcome) => metrics.jobEnded(outcome),
  });
  const schedules = new Schedules(scheduledOn(ports), clock, (schedule, error) =>
    logger.error({ err: error, schedule }, 'what was due by the clock failed'),
  );
  return [
    { start: () => runner.start(), stop: () => runner.stop() },
    { start: async () => schedules.start(), stop: () => schedules.stop() },
  ];
}
