import type { Figure } from './figures.ts';
import { BENCHMARKS, type Benchmark, isMet, TARGETS, type Target } from './targets.ts';

/** What a benchmark is about. */
const ABOUT: Readonly<Record<Benchmark, string>> = {
  hashing: 'How much slower films are listed while people log in.',
  webhooks:
    'A hundred copies of one webhook, sent at once: how soon all of them are answered, and that they are one payment.',
  catalogue:
    'How fast catalogues of generated films are filled and read, on SQLite and PostgreSQL; on the latter beside routes written by hand with Fastify and `pg`, which answer the same but do not count how long a list is.',
  server:
    'Server mode with all of its services: single requests beside routes by hand, a hundred customers who do all that customers do, one web process and two, memory and starts.',
};

/** All of one run: what was measured, and what each benchmark printed. */
export interface Run {
  readonly figures: readonly Figure[];
  readonly printed: ReadonlyMap<Benchmark, string>;
  /** In words: cores, memory, versions. */
  readonly machine: string;
}

/** docs/benchmarks.md, as one run has it. */
export function pageOf({ figures, printed, machine }: Run): string {
  const sections = BENCHMARKS.map((benchmark) => {
    const targets = TARGETS.filter((target) => target.benchmark === benchmark);
    const reasons = targets.flatMap((target) => reasonFor(target, figures));
    return [
      `## ${benchmark}`,
      ABOUT[benchmark],
      `\`\`\`sh\nnpm run bench -- ${benchmark}\n\`\`\``,
      table(targets, figures),
      ...(reasons.length > 0 ? [`Where it falls short:\n\n${[...new Set(reasons)].join('\n')}`] : []),
      `What it printed:\n\n\`\`\`text\n${(printed.get(benchmark) ?? '').trim()}\n\`\`\``,
    ].join('\n\n');
  });
  return `${[HEAD, `The last run was on ${machine}.`, ...sections].join('\n\n')}\n`;
}

const HEAD = `# Benchmarks

How fast it is, what was promised, and where it falls short. One command runs all of it and writes this page anew:

\`\`\`sh
npm run bench
\`\`\`

Figures in seconds are those of one machine on one day; ratios are of the same run, in which ours and what it is compared to
had turns of half a second. The ratio by processor time compares what the server's process and the database's have used
for a request, which is what remains true when the machine has other things to do.`;

function table(targets: readonly Target[], figures: readonly Figure[]): string {
  const rows = targets.map((target) => {
    const figure = figures.findLast(({ id }) => id === target.id);
    const bound = target.bound === 'least' ? 'at least' : 'at most';
    const cells = [target.what, `${bound} ${shown(target.wanted, target)}`, ...measuredOf(target, figure)];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| what | wanted | measured | by processor time | met |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function measuredOf(target: Target, figure: Figure | undefined): readonly string[] {
  if (!figure) return ['not in this run', '', ''];
  const byProcessorTime = figure.byProcessorTime === undefined ? '' : shown(figure.byProcessorTime, target);
  return [shown(figure.measured, target), byProcessorTime, isMet(target, figure.measured) ? 'yes' : '**no**'];
}

function shown(value: number, { unit }: Target): string {
  const digits = unit === '×' || unit === 'of 1' ? 2 : 0;
  const number = value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
  return unit === 'of 1' ? number : `${number} ${unit}`.trim();
}

function reasonFor(target: Target, figures: readonly Figure[]): readonly string[] {
  const figure = figures.findLast(({ id }) => id === target.id);
  if (!figure || isMet(target, figure.measured) || target.why === undefined) return [];
  return [`- ${target.what}. ${target.why}`];
}
