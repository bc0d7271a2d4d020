import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Options } from '@node-rs/argon2';

/** What the thread is asked; it answers with a hash, a verdict or an error. */
export type HashingTask =
  | Readonly<{ kind: 'hash'; password: string; options: Options }>
  | Readonly<{ kind: 'verify'; hash: string; password: string }>;

/**
 * A thread that does nothing but hash, one password at a time, with less right to the processor than the event loop. On
 * libuv's threads, which have the same right, a request that comes in waits behind a hashing.
 */
export class HashingThread {
  #worker: Worker | undefined;

  hash(password: string, options: Options): Promise<string> {
    return this.#carryOut({ kind: 'hash', password, options });
  }

  /** @throws Error for a hash that is none */
  verify(hash: string, password: string): Promise<boolean> {
    return this.#carryOut({ kind: 'verify', hash, password });
  }

  async #carryOut<Result>(task: HashingTask): Promise<Result> {
    const worker = this.#running();
    // The process stays for a hashing that is under way, and for nothing else.
    worker.ref();
    const listening = new AbortController();
    const { signal } = listening;
    try {
      worker.postMessage(task);
      const [result] = await Promise.race([once(worker, 'message', { signal }), endOf(worker, signal)]);
      if (result instanceof Error) throw result;
      return result;
    } finally {
      listening.abort();
      worker.unref();
    }
  }

  /** Begun with the first password, and anew should it ever end. */
  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./hashing-worker.mjs', import.meta.url), {
      // Not the process's own flags, which may load what is meant for the process alone.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.once('exit', () => {
      this.#worker = undefined;
    });
    this.#worker = worker;
    return worker;
  }
}

/** Rejects should the thread end instead of answering. */
async function endOf(worker: Worker, signal: AbortSignal): Promise<never> {
  await once(worker, 'exit', { signal });
  throw new Error('The hashing thread ended before it answered');
}
