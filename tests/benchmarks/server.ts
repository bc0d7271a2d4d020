// npm run bench -- server [--seconds 60] [--turns 5] [--films 1000] [--customers 100] [--connections 8]
// How server mode does on PostgreSQL: single requests beside routes written by hand, in turns, TURNS seconds each; the
// same on two web processes; customers who do all that customers do, for SECONDS; memory, and how soon a process is
// ready. Prints tables, fails nothing.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { RunningCinema } from '../support/running-cinema.ts';
import { ByHand } from './catalogue/by-hand-server.ts';
import { casesFor } from './catalogue/cases.ts';
import { Catalogues } from './catalogue/catalogues.ts';
import type { Ask } from './catalogue/load.ts';
import { figuresOf, Measurement, type Server } from './catalogue/measurement.ts';
import { figuresLine, headingWith, processorRatio } from './catalogue/report.ts';
import { record } from './figures/figures.ts';
import { Customers } from './server/customers.ts';
import { ACCESS_KEY, residentMegabytes, ServerProcesses, timeToReady } from './server/server-processes.ts';
import { shopping } from './server/shopping.ts';

const STARTS = 3;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    turns: { type: 'string', default: '5' },
    films: { type: 'string', default: '1000' },
    customers: { type: 'string', default: '100' },
    connections: { type: 'string', default: '8' },
  },
});
const seconds = Number(values.seconds);
const films = Number(values.films);

const measurement = new Measurement({ seconds: Number(values.turns), connections: Number(values.connections) });
const catalogues = new Catalogues(undefined);
try {
  const { url } = await catalogues.open('postgresql', films);
  const server = await ServerProcesses.prepare(url);
  const customers = new Customers(url);
  try {
    await measure(url, server, customers);
  } finally {
    await customers.end();
    await server.stop();
  }
} finally {
  measurement.end();
  await catalogues.close();
}

async function measure(url: string, server: ServerProcesses, customers: Customers): Promise<void> {
  const [one, other] = server.webs;
  if (!one || !other) throw new Error('Two web processes are measured');
  say(`${availableParallelism()} cores, shared by the database, the servers and what asks them; ${films} films, `);
  say(`${values.connections} connections\n`);
  await customers.add();

  // The first start compiles, and leaves behind what it compiled.
  await timeToReady(one);
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(await timeToReady(one));
  record({ id: 'ready', measured: median(starts) });
  say(`\nready after ${starts.map((time) => time.toFixed(0)).join(', ')} ms\n`);
  const atReady = residentMegabytes(one);

  const cases = await casesOf(customers, one.url);
  await compareByHand(url, { cases, web: one, emptyCarts: () => customers.emptyCarts() });
  say(`${residentMegabytes(one)} MB resident, ${atReady} MB when it was ready\n`);

  await other.start();
  say(`\n${headingWith('one process')}\n`);
  for (const { name, asks } of cases) {
    const ours = [serverOf(one, other), serverOf(one)];
    const prepare = () => customers.emptyCarts();
    say(`${figuresLine(name, await measurement.inTurns(asks, ours, { database: nameOf(url), prepare }))}\n`);
  }
  await shop(server);
}

/** What is measured by itself. */
async function casesOf(customers: Customers, url: string): Promise<readonly { name: string; asks: readonly Ask[] }[]> {
  const reads = casesFor(films).filter(({ name }) => name === 'list, page 1' || name === 'detail');
  return [
    ...reads.map(({ name, paths }) => ({ name, asks: paths.map((path) => ({ path })) })),
    { name: 'login', asks: customers.logins },
    { name: 'add to cart', asks: await customers.additions(url) },
  ];
}

async function compareByHand(
  url: string,
  ours: { cases: Awaited<ReturnType<typeof casesOf>>; web: RunningCinema; emptyCarts: () => Promise<void> },
): Promise<void> {
  const byHand = await ByHand.start(url, ACCESS_KEY);
  try {
    await measurement.warmUp([ours.cases[0]?.asks[0]?.path ?? ''], [ours.web.port, byHand.port]);
    say(`\n${headingWith('by hand')}\n`);
    for (const { name, asks } of ours.cases) {
      const database = nameOf(url);
      const servers = [serverOf(ours.web), byHand.server];
      const figures = await measurement.inTurns(asks, servers, { database, prepare: ours.emptyCarts });
      const [mine, theirs] = figures;
      if (mine && theirs) {
        const id = `server-${name === 'list, page 1' ? 'list' : name}`;
        record({ id, measured: mine.throughput / theirs.throughput, byProcessorTime: processorRatio(mine, theirs) });
      }
      say(`${figuresLine(name, figures)}\n`);
    }
  } finally {
    byHand.stop();
  }
}

/** The whole journey, on processes that have done nothing else. */
async function shop({ webs, worker, mailServer }: ServerProcesses): Promise<void> {
  const [one, other] = webs;
  if (!one || !other) return;
  await other.stop();
  await worker.start();
  say(`\n${headingWith('')}\n`);
  const throughputs: number[] = [];
  for (const processes of [[one], [one, other]]) {
    for (const process of processes) await timeToReady(process);
    const ready = processes.map(residentMegabytes);
    const urls = processes.map((process) => process.url);
    const done = await shopping(urls, { mailServer, customers: Number(values.customers), seconds });
    throughputs.push(figuresOf([done]).throughput);
    const name = `shopping, ${processes.length} web`;
    say(`${figuresLine(name, [figuresOf([done])])}\n`);
    const after = processes.map(residentMegabytes);
    if (processes.length === 1) record({ id: 'memory', measured: Math.max(...after) });
    say(`    ${done.bought} films bought in ${done.seconds.toFixed(0)} s; resident: ${ready.join(', ')} MB ready, `);
    say(`${after.join(', ')} MB after it; the worker ${residentMegabytes(worker)} MB\n`);
  }
  const [single = Number.NaN, both = Number.NaN] = throughputs;
  record({ id: 'two-processes', measured: both / single });
}

function serverOf(...processes: readonly RunningCinema[]): Server {
  return { ports: processes.map(({ port }) => port), pids: processes.flatMap(({ pid }) => pid ?? []) };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function say(text: string): void {
  process.stdout.write(text);
}
