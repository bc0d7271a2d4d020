import { readdirSync, readFileSync } from 'node:fs';

/** Of user and system, in the clock ticks of Linux: a hundredth of a second each (proc_pid_stat(5)). */
const TICK = 10;

/** Milliseconds of processor time that a server, and the database for it, have taken so far. */
export interface ProcessorTime {
  readonly server: number;
  /** 0 where the database is part of the server. */
  readonly database: number;
}

/**
 * What the processes have taken, and PostgreSQL's for the connections to a database of this name. Other work on the machine
 * does not count, so that it tells more than the clock where machines are shared. Undefined where there is no `/proc`.
 */
export function processorTime(pids: readonly number[], database: string): ProcessorTime | undefined {
  if (process.platform !== 'linux') return undefined;
  const sum = (of: readonly number[]) => of.reduce((total, pid) => total + timeOf(pid), 0);
  return { server: sum(pids), database: sum(backendsOf(database)) };
}

/** What was taken between two moments; undefined where a connection was closed meanwhile, and took its part with it. */
export function takenBetween(
  before: ProcessorTime | undefined,
  after: ProcessorTime | undefined,
): ProcessorTime | undefined {
  if (before === undefined || after === undefined || after.database < before.database) return undefined;
  return { server: after.server - before.server, database: after.database - before.database };
}

function timeOf(pid: number): number {
  const text = contentsOf(`/proc/${pid}/stat`);
  // After the name, which may hold anything, in parentheses: the 14th and 15th fields of all.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK;
}

function backendsOf(database: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const title = contentsOf(`/proc/${pid}/cmdline`);
      return title.startsWith('postgres: ') && title.includes(` ${database} `);
    })
    .map(Number);
}

/** Nothing of a process that has just ended. */
function contentsOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
