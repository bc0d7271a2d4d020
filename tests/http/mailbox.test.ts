import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock } from '@online-cinema/adapters/in-memory';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import { Mailbox } from '@online-cinema/adapters/mailbox';
import { seconds } from '@online-cinema/domain/shared';
import { mailboxPages } from '@online-cinema/http/dev/routes';
import type { Server } from '@online-cinema/http/type-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { aServer } from './support/a-server.ts';

const letter = new EtaLetterWriter().write({
  kind: 'account-activation',
  email: 'ann@example.com',
  link: 'https://cinema.example/activate?email=ann%40example.com&token=t0',
});

let app: Server;
let clock: FixedClock;
let mailbox: Mailbox;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  clock = new FixedClock();
  mailbox = new Mailbox({ folder, clock });
  ({ app } = await aServer({ pages: [mailboxPages(mailbox)] }));
  return async () => {
    await app.close();
    await rm(folder, { recursive: true });
  };
});

async function send(id: string, changes: { subject?: string; html?: string } = {}): Promise<void> {
  clock.advance(seconds(1));
  await mailbox.send({ id, to: 'ann@example.com', ...letter, ...changes });
}

describe('the mailbox for machines', () => {
  it('is empty at first', async () => {
    const { statusCode, body } = await app.inject('/dev/mailbox.json');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual({ mails: [] });
  });

  it('lists every mail with all that it says, the newest first', async () => {
    await send('1');
    await send('2', { subject: 'Second' });
    const { body, headers } = await app.inject('/dev/mailbox.json');
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body)).toEqual({
      mails: [
        { id: '2', to: 'ann@example.com', ...letter, subject: 'Second', sent_at: '2026-01-15T12:00:02.000Z' },
        { id: '1', to: 'ann@example.com', ...letter, sent_at: '2026-01-15T12:00:01.000Z' },
      ],
    });
  });
});

describe('the mailbox for people', () => {
  it('says that it is empty', async () => {
    expect((await app.inject('/dev/mailbox')).body).toContain('No e-mail has been sent yet');
  });

  it('lists the mails, the newest first, each in a frame of its own', async () => {
    await send('1', { subject: 'First' });
    await send('2', { subject: 'Second <b>' });
    const { statusCode, body } = await app.inject('/dev/mailbox');
    expect(statusCode).toBe(200);
    expect(body.indexOf('Second &lt;b&gt;')).toBeGreaterThan(0);
    expect(body.indexOf('Second &lt;b&gt;')).toBeLessThan(body.indexOf('First'));
    expect(body).toContain('src="/dev/mailbox/2/body"');
    expect(body).toContain('sandbox="allow-top-navigation-by-user-activation"');
    expect(body).not.toMatch(/<script|\sstyle=/);
  });

  it('turns pages when there are many', async () => {
    for (let id = 1; id <= 21; id += 1) await send(String(id));
    const first = (await app.inject('/dev/mailbox')).body;
    expect(first.match(/<iframe/g)).toHaveLength(20);
    expect(first).toContain('href="/dev/mailbox?page=2"');
    const second = (await app.inject('/dev/mailbox?page=2')).body;
    expect(second.match(/<iframe/g)).toHaveLength(1);
    expect(second).toContain('href="/dev/mailbox?page=1"');
    for (const page of ['0', '-1', 'x', '1e99', '99']) {
      expect((await app.inject(`/dev/mailbox?page=${page}`)).statusCode).toBe(200);
    }
  });

  it('shows a mail alone, with its text part', async () => {
    await send('7');
    const { statusCode, body } = await app.inject('/dev/mailbox/7');
    expect(statusCode).toBe(200);
    expect(body).toContain('Account Activation');
    expect(body).toContain('ann@example.com');
    expect(body).toContain('token=t0');
  });

  it('shows the mail itself without scripts, in our frames alone, its links leading out of them', async () => {
    await send('7');
    const { headers, body } = await app.inject('/dev/mailbox/7/body');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-top-navigation-by-user-activation');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script');
    expect(body.replace('<base target="_top">', '')).toBe(letter.html);
  });

  it('leads to the mail by itself, in no frame, for long ones', async () => {
    await send('7');
    expect((await app.inject('/dev/mailbox/7')).body).toContain('href="/dev/mailbox/7/body"');
  });

  it('shows a mail that has no head as well', async () => {
    await send('7', { html: '<p>Hello</p>' });
    expect((await app.inject('/dev/mailbox/7/body')).body).toBe('<base target="_top"><p>Hello</p>');
  });

  it('finds a mail whatever its id looks like', async () => {
    await send('a/b ?');
    const { body } = await app.inject('/dev/mailbox');
    const path = /src="([^"]+)"/.exec(body)?.[1] ?? '';
    expect((await app.inject(path)).statusCode).toBe(200);
  });

  it.each(['/dev/mailbox/8', '/dev/mailbox/8/body', '/dev/mailbox/..%2F..%2Fsecrets'])(
    'says that there is no such mail: %s',
    async (url) => {
      expect((await app.inject(url)).statusCode).toBe(404);
    },
  );
});

describe('the mailbox, which shows secrets', () => {
  const paths = ['/dev/mailbox', '/dev/mailbox.json', '/dev/mailbox/1', '/dev/mailbox/1/body'];
  beforeEach(() => send('1'));

  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])(
    'is there for this machine: %s',
    async (remoteAddress) => {
      for (const url of paths) expect((await app.inject({ url, remoteAddress })).statusCode).toBe(200);
    },
  );

  it.each(['10.0.0.7', '203.0.113.9', '::ffff:10.0.0.7', 'fe80::1'])(
    'is not there for another: %s',
    async (remoteAddress) => {
      for (const url of paths) {
        const { statusCode, body } = await app.inject({ url, remoteAddress });
        expect(statusCode).toBe(404);
        expect(JSON.parse(body)).toEqual({ detail: 'Not Found' });
      }
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip'])(
    'is not there through a proxy: %s',
    async (header) => {
      for (const url of paths) {
        expect((await app.inject({ url, headers: { [header]: '127.0.0.1' } })).statusCode).toBe(404);
      }
    },
  );

  it.each(['localhost', 'localhost:8000', '127.0.0.1:8000', '[::1]:8000', 'cinema.localhost'])(
    'answers under names of this machine: %s',
    async (host) => {
      expect((await app.inject({ url: '/dev/mailbox', headers: { host } })).statusCode).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'answers under no other name, which may be a trick: %s',
    async (host) => {
      expect((await app.inject({ url: '/dev/mailbox.json', headers: { host } })).statusCode).toBe(404);
    },
  );
});
