import 'reflect-metadata';
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
import { type Alarms, SiteLinks } from '@online-cinema/application/ports';
import type { Config } from '@online-cinema/http/config';
import { derivationKeyOf, keptSecrets, type Secrets } from '@online-cinema/http/config/secrets';
import { healthChecksOf } from '@online-cinema/http/health-checks';
import { LogAlarms } from '@online-cinema/http/log-alarms';
import { lookAtServices } from '@online-cinema/http/look-at-services';
import { Metrics } from '@online-cinema/http/metrics';
import { type Outside, openOutside } from '@online-cinema/http/outside';
import type { HealthCheck } from '@online-cinema/http/plugins/health';
import { type JobPorts, jobPortsFrom } from '@online-cinema/http/ports';
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
  /** Takes up nothing more, lets what runs end, and closes everything; tells whether all of it ended by itself. */
  stop(): Promise<boolean>;
}

/** Puts the work together as the configuration says. @throws StartRefused with a line for the operator */
export async function compose(config: Config, logger: Logger): Promise<Work> {
  if (config.mode === 'embedded') {
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
  const outside = await openOutside(config, { secrets, clock, alarms });
  const services = servicesFor(config, { database, queue, secrets, clock, alarms, outside });
  const toDo = workToDo(
    jobPortsFrom((name) => services.resolve(name)),
    config,
    { logger, metrics },
  );
  const runner = new PgBossRunner({ ...toDo, url: config.database.url, log });
  watchWith(metrics, { clock, jobs: queue, database });
  return {
    healthChecks: healthChecksOf({ isUpToDate: () => isUpToDate(database), jobs: queue, clock }),
    metrics,
    async start() {
      await queue.start();
      await runner.start();
      void lookAtServices(outside.services, logger);
    },
    async stop() {
      const hasEnded = await runner.stop();
      await queue.stop();
      await outside.close();
      await database.close();
      return hasEnded;
    },
  };
}

type Opened = Readonly<{
  database: Database;
  queue: PgBossQueue;
  secrets: Secrets;
  clock: SystemClock;
  alarms: Alarms;
  outside: Outside;
}>;

function servicesFor(config: Config, opened: Opened): DependencyContainer {
  const services = container.createChildContainer();
  const provide = <Name extends keyof JobPorts>(name: Name, make: () => JobPorts[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const { database, queue, secrets, clock, alarms, outside } = opened;

  const { currency } = config;
  provide('unitOfWork', () => new MikroOrmUnitOfWork(database, { currency, jobs: queue.queueIn }));
  provide('paymentQueries', () => new MikroOrmPaymentQueries(database));
  provide('secrets', () => new SystemSecretGenerator({ key: derivationKeyOf(config, secrets) }));
  provide('clock', () => clock);
  provide('alarms', () => alarms);
  provide('letters', () => new EtaLetterWriter());
  provide('mailer', () => outside.mailer);
  provide('links', () => new SiteLinks(config.publicUrl));
  provide('gateway', () => outside.gateway);
  provide('objects', () => outside.objects);
  return services;
}
