// node load.ts PORT: sends what it is told over the IPC channel to 127.0.0.1:PORT, and tells how that was answered.
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** Requests at a steady rate, whether or not earlier ones were answered. */
export type Stream = Readonly<{
  method: 'GET' | 'POST';
  path: string;
  body?: object;
  /** At most 500. */
  aSecond: number;
}>;

/** How a request went, in milliseconds: its answer's time, and how late it was sent, which is the sender's own fault. */
export type Outcome = Readonly<{ status: number; time: number; late: number; retryAfter: string | undefined }>;

/** What runs side by side, for how many seconds: at most 60. */
export type Order = Readonly<{ streams: readonly Stream[]; seconds: number }>;

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 400 });

process.on('message', async (order: Order) => {
  const outcomes = await Promise.all(order.streams.map((stream) => run(stream, Math.min(order.seconds, 60))));
  process.send?.(outcomes);
});
process.on('disconnect', () => process.exit());

async function run(stream: Stream, seconds: number): Promise<readonly Outcome[]> {
  const rate = Math.min(stream.aSecond, 500);
  const start = performance.now();
  const sent: Promise<Outcome>[] = [];
  const { promise: isOver, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    const due = Math.min(Math.ceil(((performance.now() - start) / 1000) * rate), seconds * rate);
    while (sent.length < due) sent.push(send(stream, start + (sent.length * 1000) / rate));
    if (sent.length >= seconds * rate) resolve();
  }, 2);
  await isOver;
  clearInterval(timer);
  return Promise.all(sent);
}

function send({ method, path, body }: Stream, due: number): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const start = performance.now();
  const done = (status: number, retryAfter: string | undefined) =>
    resolve({ status, retryAfter, time: performance.now() - start, late: start - due });
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = payload === undefined ? {} : { 'content-type': 'application/json' };
  const asking = request({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, headers, agent }, (answer) => {
    answer.resume();
    answer.on('end', () => done(answer.statusCode ?? 0, answer.headers['retry-after']));
  });
  asking.on('error', () => done(0, undefined));
  asking.end(payload);
  return promise;
}
