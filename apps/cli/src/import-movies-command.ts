import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportReport } from '@online-cinema/application/catalogue';
import { importProgress, importSummary } from '@online-cinema/http/import-progress';
import type { Command } from './command.ts';
import type { MovieFile, Tools } from './composition.ts';
import { Interrupted } from './interrupted.ts';
import { KeptRejections, type Rejections, ShownRejections } from './rejections.ts';
import { stopSignal } from './stop-signal.ts';

/** What is to be imported, and how. */
interface Order {
  readonly file: string;
  readonly isDryRun: boolean;
  readonly rejected: string | undefined;
  readonly crew: 'with characters' | 'plain';
}

/** The import itself, or its preview. */
type Importing = Awaited<ReturnType<Tools['importMovies' | 'previewImport']>>;

/** Some rows are no films. */
class RowsRejected extends Error {}

/** `import-movies FILE [--dry-run] [--rejected FILE] [--crew plain]`: a CSV file of films, into the catalogue. */
export const importMoviesCommand: Command = {
  name: 'import-movies',
  usage: [
    ['import-movies FILE', 'take the films of a CSV file (-: of standard input) into the catalogue; those that are'],
    ['', 'there already are left alone, so an import that was cut short is simply repeated'],
    ['  --dry-run', 'write nothing, and tell what would be imported'],
    ['  --rejected FILE', 'keep the rows that are no films in a CSV file, to be mended and imported again'],
    ['  --crew plain', 'the column crew lists actors alone, and not each with their character'],
  ],

  understand(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean' }, rejected: { type: 'string' }, crew: { type: 'string' } },
    });
    const { 'dry-run': isDryRun = false, rejected, crew } = values;
    const [file] = positionals;
    if (file === undefined || positionals.length > 1 || rejected === '') return undefined;
    if (crew !== undefined && crew !== 'plain') return undefined;
    return (tools) => carryOut({ file, isDryRun, rejected, crew: crew ?? 'with characters' }, tools);
  },
};

/** @throws RowsRejected at the end if there were any, Interrupted after Ctrl-C */
async function carryOut({ file, isDryRun, rejected, crew }: Order, tools: Tools): Promise<void> {
  const stop = stopSignal();
  try {
    const importing = isDryRun ? await tools.previewImport() : await tools.importMovies();
    const films = await tools.movieFile(fromWhereCalled(file), { crew, signal: stop.signal });
    const rejections = await rejectionsOf(films, rejected);
    try {
      const [doing, done] = isDryRun ? ['Trying films', 'Would import'] : ['Importing films', 'Imported'];
      await follow({ importing, films, rejections, doing, done });
    } finally {
      await rejections.close();
    }
  } catch (error) {
    throw stop.signal.aborted ? new Interrupted() : error;
  } finally {
    stop.forget();
  }
}

async function rejectionsOf(films: MovieFile, file: string | undefined): Promise<Rejections> {
  if (file === undefined) return new ShownRejections();
  return new KeptRejections(await films.keepRejected(fromWhereCalled(file)), file);
}

/** Shows the operator how it goes. Whatever ends it early, they learn how far it has come. */
async function follow(on: {
  importing: Importing;
  films: MovieFile;
  rejections: Rejections;
  doing: string;
  done: string;
}): Promise<void> {
  const { importing, films, rejections, doing, done } = on;
  const progress = await importProgress(process.stdout, films, doing);
  let last: ImportReport | undefined;
  const onProgress = (report: ImportReport) => {
    last = report;
    progress.show(report);
  };
  const onRejected = (row: Parameters<Rejections['add']>[0]) => rejections.add(row);
  try {
    await importing.execute({ rows: films.rows(), onProgress, onRejected });
  } catch (error) {
    progress.stop();
    if (last !== undefined) say(`${importSummary(last, done, 'film')}. It ended early: repeat it to go on from here.`);
    throw error;
  }
  progress.stop();
  if (last === undefined) return;
  say(importSummary(last, done, 'film'));
  if (last.rejected > 0) throw new RowsRejected(rejections.inWords(last.rejected));
}

/** npm runs us from the root of the project, and says where it was called itself. */
function fromWhereCalled(path: string): string {
  return path === '-' ? path : resolve(process.env['INIT_CWD'] ?? '', path);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
