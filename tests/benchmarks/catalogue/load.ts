// node load.ts: asks a server on 127.0.0.1 what it is told over the IPC channel, on several connections, each of which
// sends its next request once the last is answered, and tells how long each took. It writes and reads HTTP itself, since
// a client library costs more than the servers that are measured.
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** A request: a GET, or a POST where there is something to send; as the one whom the token names, if there is one. */
export interface Ask {
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
}

/** What to ask, one thing after the other and again from the beginning; the connections share the ports evenly. */
export interface Order {
  readonly ports: readonly number[];
  readonly asks: readonly Ask[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Outcome {
  /** Milliseconds of every request that was answered with 2xx. */
  readonly times: readonly number[];
  /** Requests that were answered with anything else. */
  readonly failures: number;
  /** Until the last answer. */
  readonly seconds: number;
}

process.on('message', async (order: Order) => process.send?.(await carryOut(order)));
process.on('disconnect', () => process.exit());

async function carryOut({ ports, asks, connections, seconds }: Order): Promise<Outcome> {
  const requests = asks.map(written);
  const times: number[] = [];
  let failures = 0;
  let sent = 0;
  const start = performance.now();
  const giveUpAt = start + seconds * 1000;

  const converse = (socket: Socket) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let sentAt = 0;
    let answer: Buffer = Buffer.alloc(0);
    const ask = () => {
      if (performance.now() >= giveUpAt) return resolve();
      sentAt = performance.now();
      socket.write(requests[sent++ % requests.length] ?? '');
    };
    socket.on('error', reject).on('data', (part) => {
      answer = answer.length === 0 ? part : Buffer.concat([answer, part]);
      if (!isWhole(answer)) return;
      if (answer.toString('latin1', 9, 10) === '2') times.push(performance.now() - sentAt);
      else failures += 1;
      answer = Buffer.alloc(0);
      ask();
    });
    ask();
    return promise.finally(() => socket.destroy());
  };

  await Promise.all(
    Array.from({ length: connections }, (_, at) =>
      converse(connect({ port: ports[at % ports.length] ?? 0, host: '127.0.0.1' }).setNoDelay()),
    ),
  );
  return { times, failures, seconds: (performance.now() - start) / 1000 };
}

function written({ path, body, token }: Ask): Buffer {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const headers = [
    'host: 127.0.0.1',
    ...(token === undefined ? [] : [`authorization: Bearer ${token}`]),
    ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(payload)}`]),
  ];
  const method = body === undefined ? 'GET' : 'POST';
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${payload}`);
}

/** Both servers say how long their answers are. */
function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /^content-length: (\d+)/im.exec(answer.toString('latin1', 0, end))?.[1];
  if (length === undefined) throw new Error('An answer without a length');
  return answer.length >= end + 4 + Number(length);
}
