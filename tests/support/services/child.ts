import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process of ours that runs in the background, in a group that no Ctrl-C in a terminal reaches. */
export class Child {
  readonly process: ChildProcess;
  #output = '';

  constructor(program: string, args: readonly string[], options: SpawnOptions = {}) {
    this.process = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, ...options });
    this.process.on('error', (error) => {
      this.#output += error.message;
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  /** What it wrote, to either output. */
  get output(): string {
    return this.#output;
  }

  get hasEnded(): boolean {
    const { exitCode, signalCode, pid } = this.process;
    return exitCode !== null || signalCode !== null || pid === undefined;
  }

  /** Tells it to end and waits until it has; answers with its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.hasEnded) {
      const ended = once(this.process, 'exit');
      this.process.kill(signal);
      await ended;
    }
    return this.process.exitCode;
  }

  /** Ends its input, which is how some are told to end, and waits until it has. */
  async endInput(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.process, 'exit');
    this.process.stdin?.end();
    await ended;
  }
}
