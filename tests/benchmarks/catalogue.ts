// npm run bench -- catalogue [--films 1000,36000,1000000] [--databases sqlite,postgresql] [--seconds 5] [--only CASE]
//   [--connections 8] [--data FOLDER]
// How fast catalogues of generated films are filled and read; on PostgreSQL beside routes written by hand, in turns. A
// folder given by --data keeps the catalogues for the next time. Prints tables, fails nothing.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { RunningCinema } from '../support/running-cinema.ts';
import { ByHand } from './catalogue/by-hand-server.ts';
import { casesFor } from './catalogue/cases.ts';
import { Catalogues, type Kind } from './catalogue/catalogues.ts';
import { type Figures, Measurement } from './catalogue/measurement.ts';
import { builtLine, figuresLine, heading, processorRatio } from './catalogue/report.ts';
import { differenceOf } from './catalogue/same-answers.ts';
import { record } from './figures/figures.ts';

/** SQLite is for one machine's catalogue: beyond this it is not measured. */
const MOST_ON_SQLITE = 100_000;

const { values: options } = parseArgs({
  options: {
    films: { type: 'string', default: '1000,36000,1000000' },
    databases: { type: 'string', default: 'sqlite,postgresql' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    data: { type: 'string' },
  },
});
const kinds = (['sqlite', 'postgresql'] as const).filter((kind) => options.databases.split(',').includes(kind));
const sizes = options.films.split(',').map(Number);

const catalogues = new Catalogues(options.data);
/** Medians on PostgreSQL at a thousand films, by the name of the case. */
const medians = new Map<string, number>();
const measurement = new Measurement({ seconds: Number(options.seconds), connections: Number(options.connections) });
try {
  say(
    `${availableParallelism()} cores, shared by the database, the servers and what asks them; ${options.connections}`,
  );
  say(' connections; the routes by hand do not count how long lists are\n');
  for (const kind of kinds) {
    for (const films of sizes) if (kind !== 'sqlite' || films <= MOST_ON_SQLITE) await measure(kind, films);
  }
} finally {
  measurement.end();
  await catalogues.close();
}

async function measure(kind: Kind, films: number): Promise<void> {
  const { url, built } = await catalogues.open(kind, films);
  if (kind === 'postgresql' && built) record({ id: 'import', measured: built.added / built.seconds });
  say(`\n${kind}, ${films} films${built === null ? ' (kept)' : `: ${builtLine(built)}`}\n${heading}\n`);
  const environment = { DATABASE_URL: url, DEMO_CATALOGUE: 'off', LOG_LEVEL: 'warn' };
  const cinema = await RunningCinema.start({ environment });
  const byHand = kind === 'postgresql' ? await ByHand.start(url) : undefined;
  const cases = casesFor(films);
  try {
    await measurement.warmUp(
      cases.flatMap(({ paths }) => paths.slice(0, 1)),
      [cinema.port, ...(byHand ? [byHand.port] : [])],
    );
    for (const each of cases.filter(({ name }) => name.includes(options.only))) {
      const other = each.byHand ? byHand : undefined;
      const difference = other && (await differenceOf(each.paths.slice(0, 20), cinema.port, other.port));
      if (difference !== undefined) say(`  the answers differ: ${difference}\n`);
      const asks = each.paths.map((path) => ({ path }));
      const servers = [{ ports: [cinema.port], pids: [cinema.pid ?? 0] }, ...(other ? [other.server] : [])];
      const database = kind === 'postgresql' ? new URL(url).pathname.slice(1) : '';
      const figures = await measurement.inTurns(asks, servers, { database });
      say(`${figuresLine(each.name, figures)}\n`);
      if (kind === 'postgresql') keep(each.name, films, figures);
    }
  } finally {
    byHand?.stop();
    await cinema.remove();
  }
}

function keep(name: string, films: number, [ours, byHand]: readonly Figures[]): void {
  if (!ours) return;
  if (films === 1_000) medians.set(name, ours.median);
  const before = medians.get(name);
  if (films === 1_000_000 && before !== undefined) record({ id: `growth-${name}`, measured: ours.median / before });
  if (!byHand) return;
  const measured = ours.throughput / byHand.throughput;
  const id = `${name === 'list, page 1' ? 'list' : name}-${films}`;
  record({ id, measured, byProcessorTime: processorRatio(ours, byHand) });
}

function say(text: string): void {
  process.stdout.write(text);
}
