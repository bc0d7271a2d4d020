import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** As in scripts/app.mjs and the Dockerfile. */
const FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=8',
  '--initial-old-space-size=48',
  '--heap-growing-percent=30',
];
/** How long anything may take before a test gives up; on a busy machine as well. */
const PATIENCE = 30_000;

/** An app of the system, by what starts it. */
export type App = 'http' | 'worker';

/** What a process is told, and which of the apps it runs. */
export interface Start {
  readonly app?: App;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the code lies: in this checkout unless it is given. */
  readonly folder?: string;
}

/** The system as its users start it: a process of its own on a port and a data directory of its own. */
export class RunningCinema {
  readonly port: number;
  readonly dataDir: string;
  readonly #app: App;
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, { app = 'http', environment = {}, folder = ROOT }: Start) {
    this.port = port;
    this.dataDir = dataDir;
    this.#app = app;
    this.#environment = environment;
    this.#folder = folder;
  }

  /** A fresh data directory; nothing runs yet. */
  static async prepare(start: Start = {}): Promise<RunningCinema> {
    const dataDir = start.environment?.['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'cinema-'));
    return new RunningCinema(await freePort(), dataDir, start);
  }

  /** Prepared, and ready to answer. */
  static async start(start: Start = {}): Promise<RunningCinema> {
    const cinema = await RunningCinema.prepare(start);
    await cinema.start();
    return cinema;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The process that runs, or ran last. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Everything that was written to standard output and error, over all starts. */
  get output(): string {
    return this.#output;
  }

  /** Starts the process, this time with `more` in its environment, and waits until it is ready. */
  async start(more: Readonly<Record<string, string>> = {}, patience = PATIENCE): Promise<void> {
    await this.launch(more);
    const isReady = await eventually(async () => {
      if (this.#process?.exitCode !== null) return false;
      const { ok } = await fetch(`${this.url}/health/ready`);
      if (!ok) throw new Error('not ready yet');
      return true;
    }, patience);
    if (!isReady) throw new Error(`The system ended:\n${this.#output}`);
  }

  /** Starts the process and waits for nothing. */
  async launch(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = spawn(process.execPath, [...FLAGS, `apps/${this.#app}/src/main.ts`], {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        ...this.#environment,
        ...more,
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    await once(child, 'spawn');
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop; answers with its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the process, if it runs, and removes all that it stored. */
  async remove(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }
}

/** Tries until `attempt` no longer throws; the last error comes out when patience is at an end. */
export async function eventually<T>(attempt: () => Promise<T>, patience = PATIENCE): Promise<T> {
  for (const giveUpAt = Date.now() + patience; ; await setTimeout(20)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
  }
}
