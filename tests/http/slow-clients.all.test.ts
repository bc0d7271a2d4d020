import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Server } from '@online-cinema/http/type-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aServer } from './support/a-server.ts';

/** Longer than the server's own patience, also on a busy machine. */
const timeout = 90_000;

let app: Server;
let port: number;
beforeAll(async () => {
  ({ app } = await aServer({}));
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => app.close());

async function connection(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the other side closes the connection, while a byte is sent now and then. */
async function answerToSlowness(beginning: string, drop: string): Promise<string> {
  const socket = await connection();
  let received = '';
  socket.on('data', (text) => {
    received += text;
  });
  socket.on('error', () => {});
  socket.write(beginning);
  const dripping = setInterval(() => socket.write(drop), 1_000);
  await once(socket, 'close');
  clearInterval(dripping);
  return received;
}

describe.concurrent('who', () => {
  test('sends the head of a request drop by drop loses the connection', { timeout }, async ({ expect }) => {
    const answer = await answerToSlowness('GET /health/live HTTP/1.1\r\nhost: localhost\r\n', 'x-drop: 1\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(/\{"detail":"Request Timeout"\}$/);
  });

  test('sends nothing at all loses the connection', { timeout }, async ({ expect }) => {
    const socket = await connection();
    socket.resume().on('error', () => {});
    const [hadError] = await once(socket, 'close');
    expect(hadError).toBe(false);
  });

  test('sends the body drop by drop loses the connection', { timeout }, async ({ expect }) => {
    const head = 'POST /health/live HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n';
    const answer = await answerToSlowness(head, ' ');
    expect(answer).toMatch(/^HTTP\/1\.1 40[58] /);
  });
});

test('who comes again keeps the connection for longer than proxies keep theirs', async () => {
  const socket = await connection();
  socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
  const [answer] = await once(socket, 'data');
  const seconds = Number(/keep-alive: timeout=(\d+)/i.exec(String(answer))?.[1]);
  expect(seconds).toBeGreaterThan(60);
  socket.destroy();
});
