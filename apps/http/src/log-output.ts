import { write, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** Milliseconds until a reader that is behind is tried again. */
const PAUSE = 50;

/**
 * Lines to a file descriptor, in their order, for which nobody has to wait however slowly they are read. Once their
 * reader is gone they are dropped. (pino's own stream tries again for ever to write what must be out at once, such as
 * what nobody caught, and the process stands still.)
 */
export class LogOutput implements DestinationStream {
  readonly #descriptor: number;
  #waiting = '';
  #isWriting = false;
  #hasReader = true;
  readonly #onceWritten: (() => void)[] = [];

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    process.once('exit', () => this.#writeTheRest());
  }

  write(lines: string): void {
    if (!this.#hasReader) return;
    this.#waiting += lines;
    this.#writeOn();
  }

  /** Calls back when everything is written, or nobody reads it any more. */
  flush(done: () => void): void {
    if (this.#isWriting) this.#onceWritten.push(done);
    else done();
  }

  #writeOn(): void {
    if (this.#isWriting || this.#waiting === '') return;
    this.#isWriting = true;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    this.#send(bytes);
  }

  #send(bytes: Buffer): void {
    write(this.#descriptor, bytes, (error, written) => {
      if (error !== null && error.code !== 'EAGAIN') {
        this.#stop();
        return this.#tellWritten();
      }
      const rest = bytes.subarray(written);
      if (error !== null) setTimeout(() => this.#send(bytes), PAUSE).unref();
      else if (rest.length > 0) this.#send(rest);
      else {
        this.#isWriting = false;
        if (this.#waiting === '') this.#tellWritten();
        this.#writeOn();
      }
    });
  }

  #stop(): void {
    this.#hasReader = false;
    this.#waiting = '';
    this.#isWriting = false;
  }

  #tellWritten(): void {
    for (const done of this.#onceWritten.splice(0)) done();
  }

  /** What is under way is finished by its thread. */
  #writeTheRest(): void {
    try {
      for (let bytes = Buffer.from(this.#waiting); bytes.length > 0; ) {
        bytes = bytes.subarray(writeSync(this.#descriptor, bytes));
      }
    } catch {
      // There is nobody left to tell.
    }
    this.#stop();
  }
}
