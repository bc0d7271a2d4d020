import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';
import { findProgram } from './go-program.ts';
import { eventually } from './running-cinema.ts';
import type { ApiRequest } from './stripe-stand-in/index.ts';

/** The program `stripe-mock`, where `scripts/install-stripe-mock.sh` or the system's administrator put it. */
export const stripeMockPath = findProgram('stripe-mock', '-version');

/** Stripe's own server, which knows no state, and checks requests against the description of the API. */
export class StripeMock {
  readonly url: string;
  readonly #server: ChildProcess;

  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#server = spawn(stripeMockPath ?? 'stripe-mock', ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
  }

  /** On a free port, or on this one. */
  static async start(port?: number): Promise<StripeMock> {
    const mock = new StripeMock(port ?? (await freePort()));
    await eventually(() => fetch(mock.url));
    return mock;
  }

  /** What it has against a request; undefined if nothing. */
  async objectionTo({ method, path, headers, body }: ApiRequest): Promise<string | undefined> {
    const kept = ['authorization', 'content-type', 'idempotency-key', 'stripe-version'];
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: kept.flatMap((name): [string, string][] => {
        const value = headers[name];
        return value === undefined ? [] : [[name, value]];
      }),
      ...(method !== 'GET' && { body }),
    });
    const answer = await response.text();
    return response.ok ? undefined : `${method} ${path} ${body}: ${response.status} ${answer}`;
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    const gone = once(this.#server, 'exit');
    this.#server.kill('SIGKILL');
    await gone;
  }
}
