import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrateBy } from '../../support/command.ts';

export type Kind = 'sqlite' | 'postgresql';

/** How a catalogue was filled. */
export interface Built {
  /** Films that were not there yet. */
  readonly added: number;
  readonly seconds: number;
  /** Megabytes of the importing process, at most: during the first tenth of the way, and ever. */
  readonly memory: { readonly early: number; readonly most: number };
}

/** Catalogues of generated films, one a size and kind of database, in a folder that may be kept for the next time. */
export class Catalogues {
  readonly #folder: string;
  readonly #isKept: boolean;
  #server: Promise<{ url: string; stop: () => Promise<void> }> | undefined;

  /** Without a folder one is made, and taken away by `close`. */
  constructor(folder: string | undefined) {
    this.#isKept = folder !== undefined;
    this.#folder = folder === undefined ? mkdtempSync(join(tmpdir(), 'cinema-bench-')) : resolve(folder);
    mkdirSync(this.#folder, { recursive: true });
    // PostgreSQL never runs as root, and has to get into it.
    if (!this.#isKept) chmodSync(this.#folder, 0o755);
  }

  /** The address of a catalogue of so many films, and how it was filled, if that was not done before. */
  async open(kind: Kind, films: number): Promise<{ url: string; built: Built | null }> {
    const url = kind === 'sqlite' ? `sqlite:${join(this.#folder, `films-${films}.sqlite`)}` : await this.#place(films);
    migrateBy({ DATABASE_URL: url, DATA_DIR: this.#folder });
    const run = promisify(execFile)(process.execPath, [...NODE, sibling('build.ts'), url, String(films)]);
    run.child.stderr?.pipe(process.stderr);
    const { stdout } = await run;
    return { url, built: JSON.parse(stdout) };
  }

  async close(): Promise<void> {
    await (await this.#server)?.stop();
    if (!this.#isKept) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #place(films: number): Promise<string> {
    this.#server ??= startServer(join(this.#folder, 'postgresql'));
    const { url } = await this.#server;
    const name = `films_${films}`;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name} template template0 encoding 'UTF8'`);
    await client.end();
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  }
}

/** What every Node is started with. */
export const NODE = ['--disable-warning=ExperimentalWarning'];

/** A program of this folder. */
export function sibling(name: string): string {
  const path = join(import.meta.dirname, name);
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return path;
}

async function startServer(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const program = join(import.meta.dirname, '../../support/postgres-server.ts');
  const keeper = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = once(keeper, 'exit');
  const answer = await Promise.race([once(createInterface({ input: keeper.stdout }), 'line'), ended.then(() => [])]);
  const [url] = answer;
  if (typeof url !== 'string') throw new Error('PostgreSQL did not start');
  return {
    url,
    stop: async () => {
      keeper.stdin.end();
      await ended;
    },
  };
}
