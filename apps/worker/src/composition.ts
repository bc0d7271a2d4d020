import 'reflect-metadata';
import { join } from 'node:path';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import {
  type Database,
  isUpToDate,
  JobRunner,
  JobTable,
  MikroOrmPaymentQueries,
  MikroOrmUnitOfWork,
  openDatabase,
  Schedules,
} from '@online-cinema/adapters/mikro-orm';
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
import { type JobPorts, jobHandlersOn, scheduledOn } from '@online-cinema/http/jobs';
import { LogAlarms } from '@online-cinema/http/log-alarms';
import { Metrics } from '@online-cinema/http/metrics';
import type { HealthCheck } from '@online-cinema/http/plugins/health';
import { watchWith } from '@online-cinema/http/readings';
import { StartRefused } from '@online-cinema/http/start-refused';
import { version } from '@online-cinema/http/version';
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
  if (!(await isUpToDate(database))) {
    await database.close();
    throw new StartRefused('The database is not up to date: run `npm run cinema -- migrate` first.');
  }
  const secrets = await keptSecrets(config.dataDir);
  const clock = new SystemClock();
  const metrics = new Metrics(version);
  const alarms = new LogAlarms(logger, metrics);
  const { gateway, closeGateway } = await gatewayFor(config, secrets, { clock, alarms });
  const opened = { database, secrets, clock, alarms, gateway };
  const services = servicesFor(config, {
    ...opened,
    mailer: await mailerFor(config, clock),
    objects: await objectsFor(config),
  });
  const work = workOf(services, { logger, config, metrics });
  const jobs = services.resolve<JobTable>('jobs');
  watchWith(metrics, { jobs, database });
  return {
    healthChecks: healthChecksOf({ isUpToDate: () => isUpToDate(database), jobs }),
    metrics,
    async start() {
      for (const { start } of work) await start();
    },
    async stop() {
      await Promise.all(work.map(({ stop }) => stop()));
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

type Services = JobPorts & { readonly jobs: JobTable };
type Opened = Readonly<{
  database: Database;
  secrets: Secrets;
  clock: SystemClock;
  alarms: Alarms;
  gateway: PaymentGateway;
  mailer: Mailer;
  objects: ObjectStorage;
}>;

function servicesFor(config: Config, opened: Opened): DependencyContainer {
  const services = container.createChildContainer();
  const provide = <Name extends keyof Services>(name: Name, make: () => Services[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const { database, secrets, clock, alarms, gateway, mailer, objects } = opened;

  provide('jobs', () => new JobTable(database, clock));
  provide('unitOfWork', () => {
    const { queueIn } = services.resolve<JobTable>('jobs');
    return new MikroOrmUnitOfWork(database, { currency: config.currency, jobs: queueIn });
  });
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

/** Jobs as they come, and what the clock asks for. */
function workOf(
  services: DependencyContainer,
  { logger, config, metrics }: { logger: Logger; config: Config; metrics: Metrics },
) {
  const ports: JobPorts = {
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
  const { clock, alarms } = ports;
  const runner = new JobRunner({
    table: services.resolve<JobTable>('jobs'),
    handlers: jobHandlersOn(ports, { isLimited: config.rateLimits.perAccount > 0 }),
    clock,
    alarms,
    alone: false,
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
