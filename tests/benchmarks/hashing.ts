// npm run bench -- hashing [LOGINS A SECOND]: how much slower films are listed while people log in. Fails nothing.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Customer, PASSWORD } from '../support/customer.ts';
import { RunningCinema } from '../support/running-cinema.ts';
import { record } from './figures/figures.ts';
import type { Order, Outcome, Stream } from './load.ts';

const SECONDS = 10;
const films: Stream = { method: 'GET', path: '/theater/movies/', aSecond: 100 };
const email = 'ann@example.com';
const logins: Stream = {
  method: 'POST',
  path: '/accounts/login/',
  body: { email, password: PASSWORD },
  aSecond: Number(process.argv[2] ?? 50),
};

const environment = { RATE_LIMIT_PER_ADDRESS: '0', RATE_LIMIT_PER_ACCOUNT: '0', LOG_LEVEL: 'warn' };
const cinema = await RunningCinema.start({ environment });
const load = fork(join(import.meta.dirname, 'load.ts'), [String(cinema.port)]);
try {
  await Customer.arrive(cinema.url, email);
  await carryOut({ streams: [films], seconds: 5 });

  const [before = []] = await carryOut({ streams: [films], seconds: SECONDS });
  const [during = [], answers = []] = await carryOut({ streams: [films, logins], seconds: SECONDS });
  const [after = []] = await carryOut({ streams: [films], seconds: SECONDS });
  report({ without: [...before, ...after], during, answers });
} finally {
  load.disconnect();
  await cinema.remove();
}

/** The outcomes of each stream, once all of it is answered. */
async function carryOut(order: Order): Promise<readonly (readonly Outcome[])[]> {
  load.send(order);
  const [outcomes] = await once(load, 'message');
  return outcomes;
}

function report(of: Record<'without' | 'during' | 'answers', readonly Outcome[]>): void {
  const p99 = { without: percentile(of.without, 0.99), during: percentile(of.during, 0.99) };
  record({ id: 'logins', measured: p99.during / p99.without });
  const many = (status: number) => of.answers.filter((answer) => answer.status === status).length;
  const toldWhen = of.answers.filter(({ status, retryAfter }) => status === 503 && retryAfter !== undefined).length;
  const slowest = percentile(
    of.answers.filter(({ status }) => status === 201),
    1,
  );
  const lines = [
    `${availableParallelism()} cores; ${films.aSecond} GET ${films.path} a second, ${SECONDS} s with ${logins.aSecond} logins a second, twice as long without`,
    row('', 'median', 'p99', 'slowest', 'sent late', 'not 200'),
    row('without logins', ...figures(of.without)),
    row('with logins', ...figures(of.during)),
    `p99 with logins / p99 without: ${(p99.during / p99.without).toFixed(2)}`,
    `${of.answers.length} logins: ${many(201)} let in (the slowest after ${slowest.toFixed(0)} ms), ${toldWhen} told 503 with Retry-After, ${of.answers.length - many(201) - toldWhen} anything else`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function figures(outcomes: readonly Outcome[]): readonly string[] {
  const times = [0.5, 0.99, 1].map((share) => `${percentile(outcomes, share).toFixed(1)} ms`);
  const late = outcomes.map((outcome) => ({ ...outcome, time: outcome.late }));
  return [
    ...times,
    `${percentile(late, 0.99).toFixed(1)} ms`,
    String(outcomes.filter(({ status }) => status !== 200).length),
  ];
}

function row(title: string, ...cells: readonly string[]): string {
  return title.padEnd(16) + cells.map((cell) => cell.padStart(10)).join('');
}

function percentile(outcomes: readonly Outcome[], share: number): number {
  const times = outcomes.map(({ time }) => time).toSorted((one, other) => one - other);
  return times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
}
