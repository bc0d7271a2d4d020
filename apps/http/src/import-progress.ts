import type { ImportReport } from '@online-cinema/application/catalogue';

/** Where words go; a terminal, or not. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shows how far an import has come. */
export type ImportProgress = Readonly<{
  show: (report: ImportReport) => void;
  /** @param report undefined if there was nothing to import */
  end: (report: ImportReport | undefined) => void;
}>;

/**
 * A bar on a terminal, else a line at the beginning and one at the end.
 *
 * @param size how many rows there are, if anybody knows
 */
export async function importProgress(output: Output, size: number | undefined): Promise<ImportProgress> {
  return output.isTTY && size !== undefined ? bar(output, size) : lines(output, size);
}

async function bar(output: Output, size: number): Promise<ImportProgress> {
  const { default: progress } = await import('cli-progress');
  const format = 'Importing demo films {bar} {value} of {total}';
  const shown = new progress.SingleBar({ format, stream: output, barsize: 32 }, progress.Presets.rect);
  let isShown = false;
  return {
    show: ({ read }) => {
      if (!isShown) shown.start(size, read);
      isShown = true;
      shown.update(read);
    },
    end: (report) => {
      if (isShown) shown.stop();
      if (report !== undefined) output.write(`${summary(report)}\n`);
    },
  };
}

function lines(output: Output, size: number | undefined): ImportProgress {
  let isBegun = false;
  return {
    show: () => {
      if (!isBegun) output.write(`Importing ${size?.toLocaleString('en') ?? 'the'} demo films …\n`);
      isBegun = true;
    },
    end: (report) => {
      if (report !== undefined) output.write(`${summary(report)}\n`);
    },
  };
}

function summary({ added, existing, rejected }: ImportReport): string {
  const others = [existing > 0 ? `${existing} there already` : '', rejected > 0 ? `${rejected} rejected` : ''];
  return [`Imported ${added.toLocaleString('en')} demo films`, ...others.filter((text) => text !== '')].join(', ');
}
