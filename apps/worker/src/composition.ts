import 'reflect-metadata';
import { join } from 'node:path';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import {
  type Database,
  isUpToDate,
  MikroOrmPaymentQueries,
  MikroOrmUnitOfWork,
  openDatabase,
} from '@online-cinema/adapters/mikro-orm';
import { PgBossQueue, PgBossRunner } from '@online-cinema/adapters/pg-boss';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import {
  type Alarms,
  type Mailer,
  type ObjectStorage,
  type PaymentGateway,
  SiteLinks,
} from '@online-cinema/application/ports';
import type { Config } from '@online-cinema/http/config';
import { derivationKeyOf, keptSecrets, type Secrets } from '@online-cinema/http/config/secrets';
import { healthChecksOf } from '@online-cinema/http/health-checks';
import type { JobPorts } from '@online-cinema/http/jobs';
import { LogAlarms } from '@online-cinema/http/log-alarms';
import { Metrics } from '@online-cinema/http/metrics';
import type { HealthCheck } from '@online-cinema/http/plugins/health';
import { watchWith } from '@online-cinema/http/readings';
import { TIMETABLES } from '@online-cinema/http/schedules';
import { notUpToDate, StartRefused } from '@online-cinema/http/start-refused';
import { version } from '@online-cinema/http/version';
import { workToDo } from '@online-cinema/http/work-to-do';
import type { Logger } from 'pino';
import { container, type DependencyContainer, instanceCachingFactory } from 'tsyringe';

/** Everything that happens by itself, put together and at rest. */
export interface Work {
  readonly healthChecks: readonly HealthCheck[];
  readonly metrics: Metrics;
  start(): Promise<void>;
  /** Takes up nothing more, lets what runs end, and closes everything. */
  stop(): Promise<void>;
}

/** Puts the work together as the configuration says. @throws StartRefused with a line for the operator */
export async function compose(config: Config, logger: Logger): Promise<Work> {
  if (config.database.kind === 'sqlite') {
    throw new StartRefused('The worker is for DATABASE_URL=postgres://…; on SQLite `npm start` does the work as well.');
  }
  const database = await openDatabase(config.database.url, {
    ...config.database,
    log: (message) => logger.debug(message),
  });
  const log = (message: string) => logger.warn(message);
  const queue = new PgBossQueue({ database: database.writer, timetables: TIMETABLES, log });
  if (!(await isUpToDate(database)) || !(await queue.isUpToDate())) {
    await database.close();
    throw notUpToDate();
  }
  const secrets = await keptSecrets(config.dataDir);
  const clock = new SystemClock();
  const metrics = new Metrics(version);
  const alarms = new LogAlarms(logger, metrics);
  const { gateway, closeGateway } = await gatewayFor(config, secrets, { clock, alarms });
  const opened = { database, queue, secrets, clock, alarms, gateway };
  const services = servicesFor(config, {
    ...opened,
    mailer: await mailerFor(config, clock),
    objects: await objectsFor(config),
  });
  const toDo = workToDo(portsFrom(services), config, { logger, metrics });
  const runner = new PgBossRunner({ ...toDo, url: config.database.url, log });
  watchWith(metrics, { jobs: queue, database });
  return {
    healthChecks: healthChecksOf({ isUpToDate: () => isUpToDate(database), jobs: queue }),
    metrics,
    async start() {
      await queue.start();
      await runner.start();
    },
    async stop() {
      await runner.stop();
      await queue.stop();
      await closeGateway();
      await database.close();
    },
  };
}

async function gatewayFor(
  { payments, dataDir, publicUrl }: Config,
  { webhookSecret }: Secrets,
  needs: { clock: SystemClock; alarms: Alarms },
): Promise<{ gateway: PaymentGateway; closeGateway: () => Promise<void> }> {
  if (payments.kind === 'stripe') {
    const { StripePayments } = await import('@online-cinema/adapters/stripe');
    return { gateway: new StripePayments(payments), closeGateway: async () => {} };
  }
  const { SandboxPayments } = await import('@online-cinema/adapters/sandbox-payments');
  const file = join(dataDir, 'sandbox.sqlite');
  const gateway = new SandboxPayments({ file, publicUrl, webhookSecret, ...needs });
  return { gateway, closeGateway: () => gateway.stop() };
}

async function mailerFor({ mail, dataDir, emailFrom, publicUrl }: Config, clock: SystemClock): Promise<Mailer> {
  if (mail.kind === 'smtp') {
    const { SmtpMailer } = await import('@online-cinema/adapters/smtp');
    return new SmtpMailer({ url: mail.url, from: emailFrom, host: new URL(publicUrl).hostname });
  }
  const { Mailbox } = await import('@online-cinema/adapters/mailbox');
  return new Mailbox({ folder: join(dataDir, 'mailbox'), clock });
}

async function objectsFor({ objectStore, dataDir, publicUrl }: Config): Promise<ObjectStorage> {
  if (objectStore.kind === 's3') {
    const { S3Storage } = await import('@online-cinema/adapters/s3');
    return new S3Storage({ ...objectStore, objectsUrl: objectStore.publicUrl ?? `${publicUrl}/media` });
  }
  const { LocalDiskStorage } = await import('@online-cinema/adapters/local-disk');
  return new LocalDiskStorage({ folder: join(dataDir, 'media'), publicUrl });
}

type Opened = Readonly<{
  database: Database;
  queue: PgBossQueue;
  secrets: Secrets;
  clock: SystemClock;
  alarms: Alarms;
  gateway: PaymentGateway;
  mailer: Mailer;
  objects: ObjectStorage;
}>;

function servicesFor(config: Config, opened: Opened): DependencyContainer {
  const services = container.createChildContainer();
  const provide = <Name extends keyof JobPorts>(name: Name, make: () => JobPorts[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const { database, queue, secrets, clock, alarms, gateway, mailer, objects } = opened;

  const { currency } = config;
  provide('unitOfWork', () => new MikroOrmUnitOfWork(database, { currency, jobs: queue.queueIn }));
  provide('paymentQueries', () => new MikroOrmPaymentQueries(database));
  provide('secrets', () => new SystemSecretGenerator({ key: derivationKeyOf(config, secrets) }));
  provide('clock', () => clock);
  provide('alarms', () => alarms);
  provide('letters', () => new EtaLetterWriter());
  provide('mailer', () => mailer);
  provide('links', () => new SiteLinks(config.publicUrl));
  provide('gateway', () => gateway);
  provide('objects', () => objects);
  return services;
}

/** What jobs need, asked for one by one. */
function portsFrom(services: DependencyContainer): JobPorts {
  return {
    unitOfWork: services.resolve('unitOfWork'),
    paymentQueries: services.resolve('paymentQueries'),
    secrets: services.resolve('secrets'),
    clock: services.resolve('clock'),
    alarms: services.resolve('alarms'),
    letters: services.resolve('letters'),
    mailer: services.resolve('mailer'),
    links: services.resolve('links'),
    gateway: services.resolve('gateway'),
    objects: services.resolve('objects'),
  };
}
