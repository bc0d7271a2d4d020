import { appendFileSync } from 'node:fs';
import { TARGETS } from './targets.ts';

/** What was measured for a target. */
export interface Figure {
  readonly id: string;
  readonly measured: number;
  /** The same by processor time, where it is a ratio to routes by hand. */
  readonly byProcessorTime?: number | undefined;
}

/** The variable that names the file to which figures are written; without it they are printed alone. */
export const FIGURES = 'BENCHMARK_FIGURES';

/** Keeps a figure for docs/benchmarks.md, when all benchmarks run; what is no target is left out. */
export function record(figure: Figure): void {
  const file = process.env[FIGURES];
  if (file === undefined || !TARGETS.some(({ id }) => id === figure.id)) return;
  appendFileSync(file, `${JSON.stringify(figure)}\n`);
}
