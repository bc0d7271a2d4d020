import type { Built } from './catalogues.ts';
import type { Figures } from './measurement.ts';

export const heading = headingWith('by hand');

/** The columns of a case, with what ours is compared to. */
export function headingWith(other: string): string {
  return row(
    '',
    'a second',
    'median',
    'p95',
    'p99',
    other,
    'median',
    'p95',
    'p99',
    'ratio',
    'cpu ms',
    other,
    'cpu ratio',
  );
}

/** How many times the processor time of ours the other's is; undefined where it cannot be told. */
export function processorRatio(ours: Figures | undefined, other: Figures | undefined): number | undefined {
  const [mine, theirs] = [ours?.processor, other?.processor];
  if (mine === undefined || theirs === undefined) return undefined;
  return (theirs.server + theirs.database) / (mine.server + mine.database);
}

function cpu(ours: Figures, other: Figures): readonly string[] {
  const ratio = processorRatio(ours, other);
  if (ratio === undefined) return [];
  const shown = ({ processor }: Figures) => `${processor?.server.toFixed(2)}+${processor?.database.toFixed(2)}`;
  return [shown(ours), shown(other), ratio.toFixed(2)];
}

/** A case: our figures, those of the routes by hand where there are any, and the ratio of the throughputs. */
export function figuresLine(name: string, [ours, byHand]: readonly (Figures | undefined)[]): string {
  if (ours === undefined) return row(name);
  const beside = byHand
    ? [...cells(byHand), (ours.throughput / byHand.throughput).toFixed(2), ...cpu(ours, byHand)]
    : [];
  const failures = ours.failures + (byHand?.failures ?? 0);
  return row(name, ...cells(ours), ...beside) + (failures === 0 ? '' : `  ${failures} were not answered with 2xx`);
}

export function builtLine({ added, seconds, memory }: Built): string {
  const aSecond = Math.round(added / seconds);
  return `${added} imported, ${aSecond} a second, in ${memory.most} MB (${memory.early} MB after a tenth)`;
}

function cells({ throughput, median, p95, p99 }: Figures): readonly string[] {
  return [throughput.toFixed(0), `${median.toFixed(2)} ms`, `${p95.toFixed(1)} ms`, `${p99.toFixed(1)} ms`];
}

function row(title: string, ...columns: readonly string[]): string {
  return `  ${title.padEnd(20)}${columns.map((column) => column.padStart(11)).join('')}`;
}
