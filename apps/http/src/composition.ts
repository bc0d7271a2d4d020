import 'reflect-metadata';
import { join } from 'node:path';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import { JoseAccessTokens } from '@online-cinema/adapters/jose';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import {
  type Database,
  isUpToDate,
  type JobQueueFactory,
  JobTable,
  MikroOrmAccountQueries,
  MikroOrmCatalogueQueries,
  MikroOrmCommunityQueries,
  MikroOrmOrderingQueries,
  MikroOrmPaymentQueries,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
  ScheduleTimes,
  TableWork,
} from '@online-cinema/adapters/mikro-orm';
import { ProcessLock } from '@online-cinema/adapters/process-lock';
import type { RedisConnection } from '@online-cinema/adapters/redis';
import { SharpAvatarImages } from '@online-cinema/adapters/sharp';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import { type Alarms, SiteLinks } from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import type { Logger } from 'pino';
import { container, type DependencyContainer, instanceCachingFactory } from 'tsyringe';
import type { Cinema } from './cinema.ts';
import { derivationKeyOf, keptSecrets, type Secrets } from './config/secrets.ts';
import type { Config } from './config.ts';
import { healthChecksOf } from './health-checks.ts';
import { LogAlarms } from './log-alarms.ts';
import { lookAtServices } from './look-at-services.ts';
import { Metrics } from './metrics.ts';
import { type Outside, openOutside } from './outside.ts';
import { type Ports, portsFrom } from './ports.ts';
import { watchWith } from './readings.ts';
import { refuseOtherCurrency } from './refuse-other-currency.ts';
import { TIMETABLES } from './schedules.ts';
import { serverDependencies } from './server-dependencies.ts';
import { notUpToDate, StartRefused } from './start-refused.ts';
import { useCasesOn } from './use-cases.ts';
import { version } from './version.ts';
import { workToDo } from './work-to-do.ts';

/** How long another process on the same data, which may be about to end, is waited for. */
const patienceWithLock = seconds(5);

/** Where jobs are left, and who carries them out. */
type Jobs = Readonly<{
  queue: Pick<JobTable, 'nextDue' | 'stats'> & { readonly queueIn: JobQueueFactory };
  /** Begins to take jobs. @throws StartRefused where that is not prepared */
  open: () => Promise<void>;
  close: () => Promise<void>;
  work: (toDo: ReturnType<typeof workToDo>) => { start(): Promise<void>; stop(): Promise<boolean> };
}>;

/** What must be opened before anything can be made of it. */
type Opened = Readonly<{
  secrets: Secrets;
  database: Database;
  jobs: Jobs;
  outside: Outside;
  /** Where the processes count tries together; each for itself without it. */
  redis: RedisConnection | undefined;
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
  const { database, jobs, outside, redis } = opened;
  const services = servicesFor(config, alarms, opened);
  const ports = portsFrom((name) => services.resolve(name));
  const useCases = useCasesOn(ports, { sessionDays: config.loginTimeDays, refundDays: config.refundDays });
  const work = config.runJobs ? jobs.work(workToDo(ports, config, { logger, metrics })) : undefined;
  const hasher = services.resolve<Argon2PasswordHasher>('hasher');
  const watched = {
    clock: ports.clock,
    jobs: jobs.queue,
    database,
    hasher,
    redis,
    isUpToDate: () => isUpToDate(database),
  };
  watchWith(metrics, watched);

  return {
    useCases,
    server: serverDependencies(config, logger, {
      ports,
      useCases,
      healthChecks: healthChecksOf(watched),
      metrics,
      sharedCounts: redis?.client,
      mailbox: outside.mailbox,
      checkout: outside.sandbox?.checkout,
    }),
    async demoFilms() {
      const { VegaMovies } = await import('@online-cinema/adapters/vega-movies');
      return new VegaMovies(config.currency);
    },
    async prepareSchema() {
      if (config.mode === 'embedded') await migrate(database);
      else if (!(await isUpToDate(database))) throw notUpToDate();
      await jobs.open();
      refuseOtherCurrency(config.currency, await ports.orderingQueries.pendingCurrencies());
    },
    async begin() {
      outside.sandbox?.start({ webhookUrl: `${config.ownUrl}/api/v1/payments/webhook/` });
      await work?.start();
      const ofRedis = redis === undefined ? [] : [{ name: 'Redis', ask: () => redis.check() }];
      void lookAtServices([...outside.services, ...ofRedis], logger);
    },
    async rest() {
      return work === undefined || (await work.stop());
    },
    close: opened.close,
  };
}

async function open(config: Config, logger: Logger, alarms: Alarms): Promise<Opened> {
  const lock = config.mode === 'embedded' ? await lockOn(config, logger) : undefined;
  const secrets = await keptSecrets(config.dataDir);
  const log = (message: string) => logger.debug(message);
  const database = await openDatabase(config.database.url, { ...config.database, log });
  const jobs = await openJobs(config, database, logger);
  const outside = await openOutside(config, { secrets, clock: new SystemClock(), alarms });
  const redis = await openRedis(config, logger);
  const close = async () => {
    await outside.close();
    redis?.close();
    await jobs.close();
    await database.close();
    lock?.release();
  };
  return { secrets, database, jobs, outside, redis, close };
}

/** Holds the data directory, and the database wherever else it lies. */
async function lockOn({ dataDir, database }: Config, logger: Logger): Promise<ProcessLock> {
  const locks = [join(dataDir, 'lock.sqlite'), ...(database.kind === 'sqlite' ? [`${database.path}-lock`] : [])];
  const free = ProcessLock.take(...locks);
  if (free) return free;
  logger.warn({ dataDir }, 'the data is in use by another process, which has five seconds to end');
  const lock = await ProcessLock.takeWithin(patienceWithLock, ...locks);
  if (lock) return lock;
  throw new StartRefused(`${dataDir} is in use by another process: stop that one, or set DATA_DIR to another folder.`);
}

async function openJobs({ mode, database: { url } }: Config, database: Database, logger: Logger): Promise<Jobs> {
  if (mode === 'embedded') {
    const table = new JobTable(database, new SystemClock());
    const times = new ScheduleTimes(database);
    const work: Jobs['work'] = (toDo) => new TableWork({ ...toDo, table, times, alone: true });
    return { queue: table, open: async () => {}, close: async () => {}, work };
  }
  const { PgBossQueue, PgBossRunner } = await import('@online-cinema/adapters/pg-boss');
  const log = (message: string) => logger.warn(message);
  const queue = new PgBossQueue({ database: database.writer, timetables: TIMETABLES, log });
  const open = async () => {
    if (!(await queue.isUpToDate())) throw notUpToDate();
    await queue.start();
  };
  return { queue, open, close: () => queue.stop(), work: (toDo) => new PgBossRunner({ ...toDo, url, log }) };
}

async function openRedis({ redisUrl }: Config, logger: Logger): Promise<RedisConnection | undefined> {
  if (redisUrl === undefined) return undefined;
  const { RedisConnection } = await import('@online-cinema/adapters/redis');
  return RedisConnection.open(redisUrl, {
    onGone: (reason) => logger.warn({ reason }, 'Redis is gone: tries are counted in each process by itself'),
    onBack: () => logger.info('Redis is back: tries are counted together again'),
  });
}

/** Which adapter stands behind which port. */
function servicesFor(config: Config, alarms: Alarms, opened: Opened): DependencyContainer {
  const services = container.createChildContainer();
  const provide = <Name extends keyof Ports>(name: Name, make: () => Ports[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const { database, jobs, secrets, outside } = opened;
  const { currency } = config;
  const { algorithm, accessKeys = [secrets.accessKey], refreshKeys = [secrets.refreshKey] } = config.tokens;

  provide('unitOfWork', () => new MikroOrmUnitOfWork(database, { currency, jobs: jobs.queue.queueIn }));
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
  provide('mailer', () => outside.mailer);
  provide('links', () => new SiteLinks(config.publicUrl));
  provide('gateway', () => outside.gateway);
  provide('objects', () => outside.objects);
  provide('images', () => new SharpAvatarImages());
  return services;
}
