import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { sibling } from './catalogues.ts';
import type { Ask, Order, Outcome } from './load.ts';
import { type ProcessorTime, processorTime, takenBetween } from './processor-time.ts';

/** How a server answered. */
export interface Figures {
  /** Requests a second. */
  readonly throughput: number;
  /** Milliseconds; likewise `p95` and `p99`. */
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly failures: number;
  /** Milliseconds a request; undefined where it cannot be told. */
  readonly processor?: ProcessorTime | undefined;
}

/** One or more processes that answer as one. */
export interface Server {
  readonly ports: readonly number[];
  readonly pids: readonly number[];
}

/** How long a server is asked before another has its turn: short, so that what else the machine does hits both alike. */
const TURN = 0.5;
const WARMING_UP = 4;

/** What a server did in a turn, and the processor time that was taken before and after. */
interface Turn {
  readonly outcome: Outcome;
  readonly before: ProcessorTime | undefined;
  readonly after: ProcessorTime | undefined;
}

/** Asks servers from a process of its own. */
export class Measurement {
  readonly #seconds: number;
  readonly #connections: number;
  readonly #load: ChildProcess;

  /** `seconds` a server and case. */
  constructor({ seconds, connections }: { seconds: number; connections: number }) {
    this.#seconds = seconds;
    this.#connections = connections;
    this.#load = fork(sibling('load.ts'), { serialization: 'advanced' });
  }

  /** Has the servers compile what they run. */
  async warmUp(paths: readonly string[], ports: readonly number[]): Promise<void> {
    const asks = paths.map((path) => ({ path }));
    for (const port of ports) await this.#ask({ ports: [port], asks, seconds: WARMING_UP });
  }

  /**
   * The figures of each of the servers, which are asked in turns, on PostgreSQL's database of this name. `prepare` comes
   * before every turn.
   */
  async inTurns(
    asks: readonly Ask[],
    servers: readonly Server[],
    { database = '', prepare = async () => {} }: { database?: string; prepare?: () => Promise<unknown> } = {},
  ): Promise<readonly Figures[]> {
    const ask = async ({ ports, pids }: Server, seconds: number): Promise<Turn> => {
      await prepare();
      const before = processorTime(pids, database);
      const outcome = await this.#ask({ ports, asks, seconds });
      return { outcome, before, after: processorTime(pids, database) };
    };
    for (const server of servers) await ask(server, 1);
    const turns: Turn[][] = servers.map(() => []);
    for (let turn = 0; turn < Math.max(1, Math.round(this.#seconds / TURN)); turn += 1) {
      for (const [at, server] of servers.entries()) turns[at]?.push(await ask(server, TURN));
    }
    return turns.map((all) => ({ ...figuresOf(all.map(({ outcome }) => outcome)), processor: processorOf(all) }));
  }

  end(): void {
    if (this.#load.connected) this.#load.disconnect();
  }

  async #ask(order: Omit<Order, 'connections'>): Promise<Outcome> {
    this.#load.send({ ...order, connections: this.#connections });
    const [outcome] = await once(this.#load, 'message');
    return outcome;
  }
}

/** Of all that was answered, in whichever turn. */
export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const times = outcomes.flatMap((outcome) => outcome.times).toSorted((one, other) => one - other);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const percentile = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return {
    throughput: times.length / sum(outcomes.map(({ seconds }) => seconds)),
    median: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    failures: sum(outcomes.map(({ failures }) => failures)),
  };
}

function processorOf(turns: readonly Turn[]): ProcessorTime | undefined {
  let requests = 0;
  const total = { server: 0, database: 0 };
  for (const { outcome, before, after } of turns) {
    const taken = takenBetween(before, after);
    if (taken === undefined) continue;
    requests += outcome.times.length + outcome.failures;
    total.server += taken.server;
    total.database += taken.database;
  }
  if (requests === 0) return undefined;
  return { server: total.server / requests, database: total.database / requests };
}
