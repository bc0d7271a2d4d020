import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { eventually } from '../running-cinema.ts';
import { Child } from './child.ts';

const KEEPER = join(import.meta.dirname, '../postgres-server.ts');

/** A real PostgreSQL on the loopback address that can be stopped, and started again with what it had. */
export class PostgresService {
  readonly #folder: string;
  readonly #isKept: boolean;
  readonly #port: number;
  #keeper: Child | undefined;
  #serverUrl = '';

  private constructor(port: number, folder: string | undefined) {
    this.#port = port;
    this.#isKept = folder !== undefined;
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), 'online-cinema-postgres-'));
  }

  /** On a free port, or on this one; what it holds is kept where a folder is given. */
  static async start(port?: number, folder?: string): Promise<PostgresService> {
    const postgres = new PostgresService(port ?? (await freePort()), folder);
    await postgres.comeUp();
    await postgres.#createDatabase();
    return postgres;
  }

  /** The address of the database `cinema`. */
  get url(): string {
    const url = new URL(this.#serverUrl);
    url.pathname = '/cinema';
    return url.href;
  }

  async comeUp(): Promise<void> {
    const keeper = new Child(process.execPath, [KEEPER, this.#folder, String(this.#port)]);
    this.#keeper = keeper;
    const url = await eventually(async () => {
      const [line] = /^postgres:\S+$/m.exec(keeper.output) ?? [];
      if (line === undefined && !keeper.hasEnded) throw new Error('PostgreSQL has not started');
      return line;
    });
    if (url === undefined) throw new Error(`PostgreSQL did not start:\n${keeper.output}`);
    this.#serverUrl = url;
  }

  /** Throws everybody out, as a restart does. */
  async goDown(): Promise<void> {
    await this.#keeper?.endInput();
  }

  async stop(): Promise<void> {
    await this.goDown();
    if (!this.#isKept) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #createDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#serverUrl });
    await client.connect();
    try {
      const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'cinema'");
      if (rowCount === 0) await client.query("CREATE DATABASE cinema TEMPLATE template0 ENCODING 'UTF8'");
    } finally {
      await client.end();
    }
  }
}
