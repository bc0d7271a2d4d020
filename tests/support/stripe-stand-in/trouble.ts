import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What goes wrong with requests to the API. */
export type Trouble = Readonly<{
  /**
   * `answer`: the status is answered. `hang`: nothing is. `drop`: the connection is closed. `trickle`: the answer begins
   * and never ends. `slow`: the answer comes after `milliseconds`. `nonsense`: something else than JSON is answered.
   */
  kind: 'answer' | 'hang' | 'drop' | 'trickle' | 'slow' | 'nonsense';
  /** Of `answer`; 500 unless it is given. */
  status?: number;
  /** Of `answer`; an error that fits the status unless it is given. */
  body?: unknown;
  /** Of `slow`. */
  milliseconds?: number;
  /** Whether what was asked for is done nevertheless. */
  afterWork?: boolean;
  /** How many requests it befalls; all to come unless it is given. */
  times?: number;
}>;

/** What is going wrong at the moment, if anything. */
export class Troubles {
  #troubles: { readonly trouble: Trouble; left: number }[] = [];

  /** From now on these, one after the other. */
  begin(...troubles: readonly Trouble[]): void {
    this.#troubles = troubles.map((trouble) => ({ trouble, left: trouble.times ?? Number.POSITIVE_INFINITY }));
  }

  end(): void {
    this.#troubles = [];
  }

  /** What befalls the next request. */
  next(): Trouble | undefined {
    const next = this.#troubles.find(({ left }) => left > 0);
    if (next) next.left -= 1;
    return next?.trouble;
  }
}

/** Has it befall a response; true if nothing more is to be answered. */
export async function befall(trouble: Trouble, response: ServerResponse): Promise<boolean> {
  if (trouble.kind === 'slow') {
    await pause(trouble.milliseconds ?? 0);
    return false;
  }
  if (trouble.kind === 'drop') response.destroy();
  if (trouble.kind === 'trickle') response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
  if (trouble.kind === 'nonsense') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  if (trouble.kind === 'answer') answerStatus(response, trouble);
  return true;
}

const TYPES: ReadonlyMap<number, string> = new Map([
  [409, 'idempotency_error'],
  [429, 'rate_limit_error'],
]);

function answerStatus(response: ServerResponse, { status = 500, body = errorOf(status) }: Trouble): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_trouble' });
  response.end(JSON.stringify(body));
}

function errorOf(status: number) {
  return { error: { type: TYPES.get(status) ?? 'api_error', message: `The stand-in answers ${status}.` } };
}
