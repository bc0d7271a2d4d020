import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { SystemClock } from '@online-cinema/adapters/system';
import { readConfig } from '@online-cinema/http/config';
import { openOutside } from '@online-cinema/http/outside';
import { expect, it, onTestFinished, vi } from 'vitest';
import { aMail } from '../support/a-mail.ts';

it('lets go of the connections to the mail server and the object storage when it is closed', async () => {
  const smtp = await listening(mailServer());
  const s3 = await listening(createServer((request, response) => request.resume().on('end', () => response.end())));
  const config = readConfig({
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    S3_ENDPOINT: `http://127.0.0.1:${s3.port}`,
    S3_BUCKET: 'cinema',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
  });
  const needs = { secrets: { webhookSecret: '' }, clock: new SystemClock(), alarms: new RecordedAlarms() };
  const outside = await openOutside(config, needs);
  await outside.mailer.send(aMail({}));
  await outside.objects.put('avatars/1_1_avatar.jpg', { body: new Uint8Array(1), contentType: 'image/jpeg' });
  expect([await smtp.connections(), await s3.connections()]).toEqual([1, 1]);

  await outside.close();
  await vi.waitFor(async () => expect([await smtp.connections(), await s3.connections()]).toEqual([0, 0]));
});

/** As much of SMTP as takes a mail, without any limit on how long a connection may stay. */
function mailServer(): TcpServer {
  return createTcpServer((socket) => {
    let isText = false;
    socket.write('220 ready\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      const said = data.toString();
      if (isText && !said.endsWith('\r\n.\r\n')) return;
      const answer = !isText && said.startsWith('DATA') ? '354 go on' : '250 ok';
      isText = answer.startsWith('354');
      socket.write(`${answer}\r\n`);
    });
  });
}

async function listening(server: Server | TcpServer) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  const connections = () =>
    new Promise<number>((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  return { port: address.port, connections };
}
