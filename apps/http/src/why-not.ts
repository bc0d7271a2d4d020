import { codeOf } from '@online-cinema/adapters/error-codes';
import { SchemaTooNew, ServiceUnavailable } from '@online-cinema/application/ports';
import { WrongConfiguration } from './config/wrong-configuration.ts';
import type { Config } from './config.ts';
import { StartRefused } from './start-refused.ts';

/** Where data is kept, for whoever has to look there. */
type Places = Pick<Config, 'dataDir' | 'database'>;

/**
 * Why a process does not start, or a command is not carried out: what an operator can act on in a line, a fault of our
 * own with its stack.
 *
 * @param places undefined as long as the configuration is not known
 */
export function whyNot(error: unknown, places?: Places): string {
  const isInWords =
    error instanceof WrongConfiguration || error instanceof StartRefused || error instanceof SchemaTooNew;
  if (isInWords) return error.message;
  if (error instanceof ServiceUnavailable) return `The database cannot be reached: ${reasonOf(error.cause)}`;
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  if (/^(28|3D)...$/.test(code)) return `The database does not let us in: ${error.message}`;
  // PostgreSQL is being started or stopped, or has no connection to spare (its manual's appendix of error codes).
  if (/^(?:08...|53...|57P..)$/.test(code)) return `The database cannot be reached: ${error.message}`;
  const unwritable = WRITING[code] ?? WRITING[code.split('_', 2).join('_')];
  const isOfADisk = code.startsWith('SQLITE_') || 'path' in error;
  if (unwritable !== undefined && isOfADisk && places !== undefined) {
    return `${dataIn(places)} cannot be written: ${unwritable}.`;
  }
  // Whatever else the operating system refuses.
  return 'syscall' in error ? `Online Cinema cannot start: ${reasonOf(error)}` : `${error.stack}`;
}

/** A name with several addresses that all refuse has a reason for each, and none of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

function dataIn({ dataDir, database }: Places): string {
  const folder = `DATA_DIR (${dataDir})`;
  const isElsewhere = database.kind === 'sqlite' && !database.path.startsWith(dataDir);
  return isElsewhere ? `${folder} or the database (${database.path})` : folder;
}

/** What a disk says to whoever writes: the operating system's codes, and the beginnings of SQLite's. */
const WRITING: Readonly<Record<string, string>> = {
  EACCES: 'it is not ours to write',
  EPERM: 'it is not ours to write',
  EROFS: 'its disk is read-only',
  ENOENT: 'the folder cannot be made; see whether the one above it is ours to write',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file, and no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EIO: 'the disk fails',
  SQLITE_CANTOPEN: 'its files cannot be opened; see whose they are, and whose the folder is',
  SQLITE_READONLY: 'it is not ours to write',
  SQLITE_FULL: 'the disk is full',
  SQLITE_IOERR: 'the disk fails, or is full',
  SQLITE_NOTADB: 'what lies there is no database',
  SQLITE_CORRUPT: 'the database is damaged; restore it from a backup',
};
