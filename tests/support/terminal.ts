import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { commandFor, surroundings } from './command.ts';
import { eventually } from './running-cinema.ts';

/** Whether there is a program that gives others a terminal: that of util-linux. */
export const hasTerminals = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

/** A command of the operator in a terminal, with somebody before it. */
export class Terminal {
  readonly #process: ChildProcessWithoutNullStreams;
  #shown = '';

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    const command = [process.execPath, ...commandFor('cli', args)].map(quoted).join(' ');
    this.#process = spawn('script', ['-qefc', command, '/dev/null'], surroundings(environment));
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text;
    });
  }

  /** Everything that was to be seen. */
  get shown(): string {
    return this.#shown;
  }

  /** Waits until this is to be seen. */
  async shows(text: string): Promise<void> {
    await eventually(async () => {
      if (!this.#shown.includes(text)) throw new Error(`Not shown: ${text}\n${this.#shown}`);
    });
  }

  type(text: string): void {
    this.#process.stdin.write(text);
  }

  /** Waits for the end; answers with the exit code. */
  async end(): Promise<number | null> {
    const { exitCode } = this.#process;
    if (exitCode === null) await once(this.#process, 'close');
    return this.#process.exitCode;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
