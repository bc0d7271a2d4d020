import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import {
  type Database,
  isUpToDate,
  type JobQueueFactory,
  JobTable,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
  TableBacklog,
} from '@online-cinema/adapters/mikro-orm';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import { CreateAdmin } from '@online-cinema/application/accounts';
import { ImportMovies, PreviewImport } from '@online-cinema/application/catalogue';
import {
  type Clock,
  JOB_NAMES,
  type JobBacklog,
  type MovieSource,
  type RejectedRow,
  type UnitOfWork,
} from '@online-cinema/application/ports';
import type { Config } from '@online-cinema/http/config';
import { TIMETABLES } from '@online-cinema/http/schedules';
import { notUpToDate, StartRefused } from '@online-cinema/http/start-refused';
import { container, instanceCachingFactory } from 'tsyringe';
import { NotCarriedOut } from './not-carried-out.ts';

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
  /** What the queue has not done. @throws StartRefused with a line for the operator */
  jobBacklog(): Promise<JobBacklog>;
  /**
   * The films of a CSV file, or of standard input by the name `-`, until `signal` ends the reading.
   * @throws NoListOfFilms with a line for the operator
   */
  movieFile(path: string, options: { crew: 'with characters' | 'plain'; signal: AbortSignal }): Promise<MovieFile>;
  close(): Promise<void>;
}

export interface MovieFile extends MovieSource {
  /** Columns that say nothing of a film, so far as we know, as they are written. */
  readonly unknownColumns: readonly string[];
  /** Rows of this file are to be kept in a new file at `path`. @throws NotCarriedOut if that cannot be */
  keepRejected(path: string): Promise<RejectedRows>;
}

/** Where rejected rows are kept, to be mended and imported again. */
export interface RejectedRows {
  /** Whether the rows there are those of an earlier import, since this one rejected none. */
  readonly holdsEarlierRows: boolean;
  /** @throws NotCarriedOut if that cannot be */
  add(row: RejectedRow): Promise<void>;
  close(): Promise<void>;
}

/** Films that a transaction takes in. On SQLite everybody else's writes wait meanwhile: 50 ms at most. */
const FILMS_AT_A_TIME = { sqlite: 50, postgresql: 1_000 } as const;

/** Where use cases leave their jobs, and what is not done of them. */
interface Queue {
  readonly queueIn: JobQueueFactory;
  readonly backlog: JobBacklog;
  readonly close: () => Promise<void>;
}

/** What everything else is made of. */
interface Services {
  readonly database: Promise<Database>;
  readonly queue: Promise<Queue>;
  readonly unitOfWork: Promise<UnitOfWork>;
  readonly clock: Clock;
}

/** Opens what the configuration names; nothing is opened before it is needed. */
export function compose({ database, currency }: Config): Tools {
  const services = container.createChildContainer();
  const provide = <Name extends keyof Services>(name: Name, make: () => Services[Name]) => {
    services.register(name, { useFactory: instanceCachingFactory(make) });
  };
  const the = <Name extends keyof Services>(name: Name) => services.resolve<Services[Name]>(name);
  const closings: (() => Promise<void>)[] = [];
  provide('database', async () => {
    const opened = await openDatabase(database.url, { log });
    closings.push(() => opened.close());
    return opened;
  });
  provide('clock', () => new SystemClock());
  provide('queue', async () => {
    assertThere(database);
    const queue = await queueOn(await the('database'), the('clock'));
    closings.unshift(queue.close);
    return queue;
  });
  provide('unitOfWork', async () => {
    const { queueIn } = await the('queue');
    return new MikroOrmUnitOfWork(await the('database'), { currency, jobs: queueIn });
  });

  // Only passwords and uuids are made here: nothing is to be derived, by a key that the system would know again.
  const secrets = new SystemSecretGenerator({ key: randomBytes(32).toString('base64url') });
  const importing = async () =>
    [await the('unitOfWork'), secrets, the('clock'), FILMS_AT_A_TIME[database.kind]] as const;

  return {
    migrate: async ({ down }) => {
      const opened = await the('database');
      const steps = await migrate(opened, { down });
      if (opened.kind === 'sqlite') return steps;
      const ofPgBoss = down ? takeBackPgBoss(opened) : bringUpPgBoss(opened, database.url, the('clock'));
      return [...steps, ...(await ofPgBoss)];
    },
    createAdmin: async () => {
      return new CreateAdmin(await the('unitOfWork'), new Argon2PasswordHasher(), secrets, the('clock'));
    },
    importMovies: async () => new ImportMovies(...(await importing())),
    previewImport: async () => new PreviewImport(...(await importing())),
    jobBacklog: async () => (await the('queue')).backlog,
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
  const { CannotBeKept, csvFile, CsvMovies, isSameFile, RejectedRowsFile } = await import(
    '@online-cinema/adapters/csv-movies'
  );
  const inWords = (error: unknown): never => {
    throw error instanceof CannotBeKept ? new NotCarriedOut(error.message) : error;
  };
  const films = await CsvMovies.open(await csvFile(path, signal), reading);
  return Object.assign(films, {
    keepRejected: async (kept: string): Promise<RejectedRows> => {
      if (await isSameFile(path, kept)) throw new NotCarriedOut(`${kept} is the file that is read: name another.`);
      const rows = await RejectedRowsFile.at(kept, films.columns).catch(inWords);
      return {
        get holdsEarlierRows() {
          return rows.holdsEarlierRows;
        },
        add: (row) => rows.add(row).catch(inWords),
        close: () => rows.close(),
      };
    },
  });
}

/** A mistyped place is not to become a new, empty database. @throws StartRefused */
function assertThere(database: Config['database']): void {
  if (database.kind !== 'sqlite' || existsSync(database.path)) return;
  throw new StartRefused(
    `There is no database at ${database.path}, where DATA_DIR or DATABASE_URL leads; \`npm run cinema -- migrate\` makes one.`,
  );
}

/** What is not worth an error but should be seen. Standard output is for what was asked for. */
function log(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** @throws StartRefused unless the database has taken every step there is */
async function queueOn(database: Database, clock: Clock): Promise<Queue> {
  const queue = database.kind === 'postgresql' ? await pgBossQueueOn(database) : undefined;
  const isReady = (await isUpToDate(database)) && (queue === undefined || (await queue.isUpToDate()));
  if (!isReady) throw notUpToDate();
  if (queue === undefined) {
    const { queueIn } = new JobTable(database, clock);
    return { queueIn, backlog: new TableBacklog(database, clock), close: async () => {} };
  }
  await queue.start();
  return { queueIn: queue.queueIn, backlog: queue.backlog, close: () => queue.stop() };
}

async function pgBossQueueOn({ writer }: Database) {
  const { PgBossQueue } = await import('@online-cinema/adapters/pg-boss');
  return new PgBossQueue({ database: writer, timetables: TIMETABLES, log });
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
