import type { ImportReport } from '@online-cinema/application/catalogue';
import type { MovieSource } from '@online-cinema/application/ports';

/** Where words go; a terminal, or not. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shows how far an import has come. */
export type ImportProgress = Readonly<{
  show: (report: ImportReport) => void;
  /** Whatever else is to be written comes after this. */
  stop: () => void;
}>;

/** How far a source has been read. */
type Reading = Pick<MovieSource, 'size' | 'position'>;

/**
 * A bar on a terminal, where the source knows its size, else a line at the beginning.
 *
 * @param doing what is being done, e.g. `Importing demo films`
 */
export async function importProgress(output: Output, reading: Reading, doing: string): Promise<ImportProgress> {
  const { size } = reading;
  return output.isTTY && size !== undefined ? bar(output, reading, { size, doing }) : line(output, doing);
}

async function bar(output: Output, reading: Reading, { size, doing }: { size: number; doing: string }) {
  const { default: progress } = await import('cli-progress');
  const format = `${doing} {bar} {percentage}%, {rows} rows`;
  const shown = new progress.SingleBar({ format, stream: output, barsize: 32 }, progress.Presets.rect);
  let isShown = false;
  return {
    show: ({ read }: ImportReport) => {
      const rows = { rows: read.toLocaleString('en') };
      if (!isShown) shown.start(size, reading.position, rows);
      isShown = true;
      // A file may have grown meanwhile.
      shown.update(Math.min(reading.position, size), rows);
    },
    stop: () => shown.stop(),
  };
}

function line(output: Output, doing: string): ImportProgress {
  let isBegun = false;
  return {
    show: () => {
      if (!isBegun) output.write(`${doing} …\n`);
      isBegun = true;
    },
    stop: () => {},
  };
}

/**
 * What came of an import, e.g. `Imported 1,999 demo films, 1,200 there already, 1 rejected`.
 *
 * @param done e.g. `Imported`
 * @param what e.g. `demo film`
 */
export function importSummary({ added, existing, rejected }: ImportReport, done: string, what: string): string {
  const others = [
    existing > 0 ? `${existing.toLocaleString('en')} there already` : '',
    rejected > 0 ? `${rejected.toLocaleString('en')} rejected` : '',
  ];
  return [
    `${done} ${added.toLocaleString('en')} ${added === 1 ? what : `${what}s`}`,
    ...others.filter((text) => text !== ''),
  ].join(', ');
}
