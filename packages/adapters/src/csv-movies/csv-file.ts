import { createReadStream, fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { NoListOfFilms } from '@online-cinema/application/ports';
import type { CsvInput } from './csv-movies.ts';

/** Which file is standard input. */
const STANDARD_INPUT = '-';

/**
 * A file, or standard input by the name `-`. Its bytes end with an `AbortError` once `signal` says so.
 * @throws NoListOfFilms if it cannot be read; likewise while its bytes are read
 */
export async function csvFile(path: string, signal: AbortSignal): Promise<CsvInput> {
  const isStandardInput = path === STANDARD_INPUT;
  const name = isStandardInput ? 'Standard input' : path;
  const facts = isStandardInput ? fstatSync(process.stdin.fd) : await stat(path).catch(inWords(name));
  const stream = isStandardInput ? process.stdin : createReadStream(path);
  return { name, size: facts.isFile() ? facts.size : undefined, bytes: bytesOf(name, addAbortSignal(signal, stream)) };
}

/** Whether two paths lead to one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

async function* bytesOf(name: string, stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    inWords(name)(error);
  }
}

/** What the operating system refuses, in words for whoever named the file. */
function inWords(name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new NoListOfFilms(`${name} cannot be read: ${REASONS[String(error.code)] ?? error.message}.`);
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it is not yours to read',
  EISDIR: 'it is a folder',
};
