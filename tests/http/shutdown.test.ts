import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Routes, Server } from '@online-cinema/http/type-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/running-cinema.ts';
import { aServer } from './support/a-server.ts';

let app: Server;
let port: number;
/** Resolves once a request to the slow route is under way. */
let began: Promise<void>;
let finish: () => void;
let sockets: Socket[];

beforeEach(async () => {
  const beginning = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  began = beginning.promise;
  finish = end.resolve;
  sockets = [];
  const slow: Routes = async (api) => {
    api.get('/slow/', { config: { who: 'anyone' }, schema: {} }, async () => {
      beginning.resolve();
      await end.promise;
      return { name: 'Alien' };
    });
  };
  ({ app } = await aServer({ api: [slow] }));
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterEach(async () => {
  finish();
  for (const socket of sockets) socket.destroy();
  await app.close();
});

/** A connection, and all that comes by it until it is closed. */
async function aConnection() {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  sockets.push(socket);
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (text) => {
    received += text;
  });
  const everything = once(socket, 'close').then(() => received);
  return { socket, everything };
}

/** Waits until new connections are refused. */
async function nobodyIsTaken() {
  await eventually(async () => {
    const late = connect(port, '127.0.0.1');
    sockets.push(late);
    await expect(once(late, 'connect')).rejects.toThrow('ECONNREFUSED');
  });
}

const head = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: keep-alive\r\n`;

test('what runs is finished, and its connection closed, though its client would keep it', async () => {
  const { socket, everything } = await aConnection();
  socket.write(`${head('/api/v1/slow/')}\r\n`);
  await began;
  const closed = app.close();
  await nobodyIsTaken();
  finish();
  const answer = await everything;
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(answer).toContain('{"name":"Alien"}');
  await closed;
});

test('connections that are idle are closed at once, and new ones are not taken', async () => {
  const idle = await aConnection();
  idle.socket.write(`${head('/health/live')}\r\n`);
  await once(idle.socket, 'data');
  const busy = await aConnection();
  busy.socket.write(`${head('/api/v1/slow/')}\r\n`);
  await began;

  const closed = app.close();
  expect(await idle.everything).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  await nobodyIsTaken();
  finish();
  await closed;
});

test('what still comes in by a connection that is open is answered in the words of the contract: not ready any more', async () => {
  const asking = await aConnection();
  asking.socket.write(head('/health/ready'));
  const busy = await aConnection();
  busy.socket.write(`${head('/api/v1/slow/')}\r\n`);
  await began;

  const closed = app.close();
  asking.socket.write('\r\n');
  const answer = await asking.everything;
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(answer).toMatch(/\r\nx-request-id: /i);
  expect(answer).toContain('{"status":"degraded"');
  finish();
  await closed;
});
