import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import {
  type Database,
  isUpToDate,
  type JobQueueFactory,
  JobTable,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
} from '@online-cinema/adapters/mikro-orm';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import { CreateAdmin } from '@online-cinema/application/accounts';
import { ImportMovies, PreviewImport } from '@online-cinema/application/catalogue';
import {
  type Clock,
  JOB_NAMES,
  type MovieSource,
  type RejectedRow,
  type UnitOfWork,
} from '@online-cinema/application/ports';
import type { Config } from '@online-cinema/http/config';
import { TIMETABLES } from '@online-cinema/http/schedules';
import { notUpToDate, StartRefused } from '@online-cinema/http/start-refused';
import { container, type InjectionToken, instanceCachingFactory } from 'tsyringe';

/** What the operator's commands work with. Use cases need a schema that is up to date. */
export interface Tools {
  /** Steps forward, or with `down` back to nothing; answers with the names of the steps taken. */
  migrate(options: { down: boolean }): Promise<readonly string[]>;
  /** @throws StartRefused with a line for the operator */
  createAdmin(): Promise<CreateAdmin>;
  /** @throws StartRefused with a line for the operator */
  importMovies(): Promise<ImportMovies>;
  /** @throws StartRefused with a line for the operator */
  previewImport(): Promise<PreviewImport>;
  /**
   * The films of a CSV file, or of standard input by the name `-`, until `signal` ends the reading.
   * @throws NoListOfFilms with a line for the operator
   */
  movieFile(path: string, options: { crew: 'with characters' | 'plain'; signal: AbortSignal }): Promise<MovieFile>;
  close(): Promise<void>;
}

export interface MovieFile extends MovieSource {
  /** Rows of this file are to be kept at `path`, in place of what is there. @throws StartRefused if that cannot be */
  keepRejected(path: string): Promise<RejectedRows>;
}

/** Where rejected rows are kept, to be mended and imported again. */
export interface RejectedRows {
  add(row: RejectedRow): Promise<void>;
  close(): Promise<void>;
}

/** Films that a transaction takes in. On SQLite everybody else's writes wait meanwhile: 50 ms at most. */
const FILMS_AT_A_TIME = { sqlite: 50, postgres: 1_000 } as const;

const DATABASE: InjectionToken<Promise<Database>> = Symbol('Database');
const UNIT_OF_WORK: InjectionToken<Promise<UnitOfWork>> = Symbol('UnitOfWork');
const CLOCK: InjectionToken<Clock> = Symbol('Clock');

/** Opens what the configuration names; nothing is opened before it is needed. */
export function compose({ database, currency }: Config): Tools {
  const services = container.createChildContainer();
  const provide = <T>(token: InjectionToken<T>, make: () => T) => {
    services.register(token, { useFactory: instanceCachingFactory(make) });
  };
  const url = database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url;
  const closings: (() => Promise<void>)[] = [];
  provide(DATABASE, async () => {
    const opened = await openDatabase(url);
    closings.push(() => opened.close());
    return opened;
  });
  provide(CLOCK, () => new SystemClock());
  provide(UNIT_OF_WORK, async () => {
    const opened = await services.resolve(DATABASE);
    const { queueIn, close } = await queueOn(opened, services.resolve(CLOCK));
    closings.unshift(close);
    return new MikroOrmUnitOfWork(opened, { currency, jobs: queueIn });
  });

  // Only passwords and uuids are made here: nothing is to be derived, by a key that the system would know again.
  const secrets = new SystemSecretGenerator({ key: randomBytes(32).toString('base64url') });
  const importing = async () =>
    [await services.resolve(UNIT_OF_WORK), secrets, services.resolve(CLOCK), FILMS_AT_A_TIME[database.kind]] as const;

  return {
    migrate: async ({ down }) => {
      const opened = await services.resolve(DATABASE);
      const steps = await migrate(opened, { down });
      if (opened.kind === 'sqlite') return steps;
      return [
        ...steps,
        ...(await (down ? takeBackPgBoss(opened) : bringUpPgBoss(opened, url, services.resolve(CLOCK)))),
      ];
    },
    createAdmin: async () => {
      const unitOfWork = await services.resolve(UNIT_OF_WORK);
      return new CreateAdmin(unitOfWork, new Argon2PasswordHasher(), secrets, services.resolve(CLOCK));
    },
    importMovies: async () => new ImportMovies(...(await importing())),
    previewImport: async () => new PreviewImport(...(await importing())),
    movieFile: async (path, { crew, signal }) => openMovieFile(path, { crew, currency, signal }),
    close: async () => {
      for (const close of closings) await close();
    },
  };
}

async function openMovieFile(
  path: string,
  { signal, ...reading }: { crew: 'with characters' | 'plain'; currency: string; signal: AbortSignal },
): Promise<MovieFile> {
  const { csvFile, CsvMovies, isSameFile, RejectedRowsFile } = await import('@online-cinema/adapters/csv-movies');
  const films = await CsvMovies.open(await csvFile(path, signal), reading);
  return Object.assign(films, {
    keepRejected: async (kept: string) => {
      if (await isSameFile(path, kept)) throw new StartRefused(`${kept} is the file that is read: name another.`);
      try {
        return await RejectedRowsFile.create(kept, films.columns);
      } catch (error) {
        throw new StartRefused(`${kept} cannot be written`, { cause: error });
      }
    },
  });
}

/** Where use cases leave their jobs. @throws StartRefused unless the database has taken every step there is */
async function queueOn(
  database: Database,
  clock: Clock,
): Promise<{ queueIn: JobQueueFactory; close: () => Promise<void> }> {
  const queue = database.kind === 'postgresql' ? await pgBossQueueOn(database) : undefined;
  const isReady = (await isUpToDate(database)) && (queue === undefined || (await queue.isUpToDate()));
  if (!isReady) throw notUpToDate();
  if (queue === undefined) return { queueIn: new JobTable(database, clock).queueIn, close: async () => {} };
  await queue.start();
  return { queueIn: queue.queueIn, close: () => queue.stop() };
}

async function pgBossQueueOn({ writer }: Database) {
  const { PgBossQueue } = await import('@online-cinema/adapters/pg-boss');
  return new PgBossQueue({
    database: writer,
    timetables: TIMETABLES,
    log: (message) => process.stderr.write(`${message}\n`),
  });
}

/** Also takes over what lies in our own table of jobs, where it lay before there was pg-boss. */
async function bringUpPgBoss(database: Database, url: string, clock: Clock): Promise<readonly string[]> {
  const { migratePgBoss } = await import('@online-cinema/adapters/pg-boss');
  const steps = await migratePgBoss({ url, database: database.writer, timetables: TIMETABLES });
  const queue = await pgBossQueueOn(database);
  await queue.start();
  const table = new JobTable(database, clock);
  const taken = await table.handOver(JOB_NAMES, (transaction, jobs) => queue.adopt(transaction, jobs));
  await queue.stop();
  return taken === 0 ? steps : [...steps, `jobs-to-pg-boss (${taken})`];
}

async function takeBackPgBoss({ writer }: Database): Promise<readonly string[]> {
  const { takeBackPgBoss: takeBack } = await import('@online-cinema/adapters/pg-boss');
  return takeBack(writer);
}
