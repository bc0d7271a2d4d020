import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { NODE, sibling } from './catalogues.ts';
import type { Server } from './measurement.ts';

/** The routes by hand, on a process of their own. */
export class ByHand {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, process: ChildProcess) {
    this.port = port;
    this.#process = process;
  }

  /** On this database; `key` is what access tokens are signed with, for the routes that ask who somebody is. */
  static async start(url: string, key = ''): Promise<ByHand> {
    const child = spawn(process.execPath, [...NODE, sibling('by-hand.ts'), url, key], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = await once(createInterface({ input: child.stdout }), 'line');
    return new ByHand(Number(port), child);
  }

  /** As what it is measured. */
  get server(): Server {
    return { ports: [this.port], pids: this.#process.pid === undefined ? [] : [this.#process.pid] };
  }

  stop(): void {
    this.#process.kill();
  }
}
