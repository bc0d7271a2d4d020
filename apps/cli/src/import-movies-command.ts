import { resolve } from 'node:path';
import type { ImportReport } from '@online-cinema/application/catalogue';
import { importProgress, importSummary } from '@online-cinema/http/import-progress';
import type { Command } from './command.ts';
import type { MovieFile, Tools } from './composition.ts';
import { given, onlyOne } from './given.ts';
import { Interrupted } from './interrupted.ts';
import { Misunderstood } from './misunderstood.ts';
import { NotCarriedOut } from './not-carried-out.ts';
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
class RowsRejected extends NotCarriedOut {}

/** `import-movies FILE [--dry-run] [--rejected FILE] [--crew plain]`: a CSV file of films, into the catalogue. */
export const importMoviesCommand: Command = {
  name: 'import-movies',
  usage: [
    ['import-movies FILE', 'take the films of a CSV file (-: of standard input) into the catalogue; those that are'],
    ['', 'there already are left alone, so an import that was cut short is simply repeated'],
    ['  --dry-run', 'leave the catalogue as it is, and tell what would be imported'],
    ['  --rejected FILE', 'keep the rows that are no films in a CSV file, to be mended and imported again'],
    ['  --crew plain', 'the column crew lists actors alone, and not each with their character'],
  ],

  understand(args) {
    const { values, positionals } = given('import-movies', args, {
      'dry-run': { type: 'boolean' },
      rejected: { type: 'string' },
      crew: { type: 'string' },
    });
    const { 'dry-run': isDryRun = false, rejected, crew } = values;
    const file = onlyOne('FILE', positionals);
    if (rejected === '') throw new Misunderstood('--rejected takes the name of a file.');
    if (crew !== undefined && crew !== 'plain') throw new Misunderstood(`--crew takes plain, not "${crew}".`);
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
    const { unknownColumns } = films;
    if (unknownColumns.length > 0) say(`Unknown columns, left out: ${unknownColumns.join(', ')}`);
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
    if (last !== undefined && last.rejected > 0) say(rejections.inWords(last.rejected));
    throw error;
  }
  progress.stop();
  if (last === undefined) return;
  say(`${importSummary(last, done, 'film')}${last.read === 0 ? ': there are no rows below the header' : ''}`);
  if (last.rejected > 0) throw new RowsRejected(rejections.inWords(last.rejected));
  const words = rejections.inWordsOfNone();
  if (words !== undefined) say(words);
}

/** npm runs us from the root of the project, and says where it was called itself. */
function fromWhereCalled(path: string): string {
  return path === '-' ? path : resolve(process.env['INIT_CWD'] ?? '', path);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
