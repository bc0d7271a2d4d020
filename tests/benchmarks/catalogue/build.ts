// node build.ts URL FILMS: fills the database at URL up to FILMS films by the system's own importer, and prints as JSON
// how many it added, in which time, and how much memory that took.
import { JobTable, MikroOrmUnitOfWork, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import { ImportMovies } from '@online-cinema/application/catalogue';
import type { Built } from './catalogues.ts';
import { GeneratedFilms } from './generated-films.ts';

/** Films a transaction: on SQLite everybody else's writes wait meanwhile. */
const BATCH = { sqlite: 100, postgresql: 1_000 } as const;

const [url = '', films = '0'] = process.argv.slice(2);
const database = await openDatabase(url);
try {
  process.stdout.write(`${JSON.stringify(await filled())}\n`);
} finally {
  await database.close();
}

/** Null if that was done before. */
async function filled(): Promise<Built | null> {
  const clock = new SystemClock();
  const jobs = new JobTable(database, clock);
  const unitOfWork = new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: jobs.queueIn });
  const source = new GeneratedFilms(Number(films));
  const earlier = await unitOfWork.run(({ movies }) => movies.findImport(source.name));
  if (earlier?.finishedAt) return null;
  const startedAt = clock.now();
  const built = await fill(source, unitOfWork);
  const finishedAt = clock.now();
  await unitOfWork.run(({ movies }) => movies.saveImport({ source: source.name, startedAt, finishedAt }));
  return built;
}

async function fill(source: GeneratedFilms, unitOfWork: MikroOrmUnitOfWork): Promise<Built> {
  const clock = new SystemClock();
  const secrets = new SystemSecretGenerator({ key: 'of no importance' });
  const memory: number[] = [];
  const start = performance.now();
  const report = await new ImportMovies(unitOfWork, secrets, clock, BATCH[database.kind]).execute({
    rows: source.rows(),
    onProgress: ({ read }) => {
      if (read % 1_000 === 0) memory.push(process.memoryUsage.rss());
      if (read % 50_000 === 0) process.stderr.write(`  ${read} of ${films} films\n`);
    },
  });
  const seconds = (performance.now() - start) / 1000;
  // What PostgreSQL does by itself within minutes.
  if (database.kind === 'postgresql') await database.orm.em.getConnection().execute('vacuum analyze');
  return { added: report.added, seconds, memory: megabytes(memory) };
}

/** The most at a tenth of the way and at any later time. */
function megabytes(memory: readonly number[]): Built['memory'] {
  const early = memory.slice(0, Math.ceil(memory.length / 10));
  const most = (of: readonly number[]) => Math.round(Math.max(0, ...of) / 2 ** 20);
  return { early: most(early), most: most(memory) };
}
