import { AccountAlreadyActive, InvalidActivationToken } from '@online-cinema/domain/accounts';
import { pages } from '@online-cinema/http/pages/routes';
import { wantsPage } from '@online-cinema/http/pages/wants-page';
import type { Server } from '@online-cinema/http/type-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { aServer, type LogLines } from './support/a-server.ts';

const link = '/activate?email=ann%2B1%40example.com&token=s3cret-token';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let app: Server;
let log: LogLines;
let activated: { email: string; token: string }[];
let failure: Error | undefined;

beforeEach(async () => {
  activated = [];
  failure = undefined;
  const activateAccount = {
    execute: async (command: { email: string; token: string }) => {
      if (failure) throw failure;
      activated.push(command);
    },
  };
  ({ app, log } = await aServer({ pages: [pages({ activateAccount, hasMailbox: true })] }));
  return () => app.close();
});

/** The form that a page shows, as a browser would send it. */
function formIn(html: string): string {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)) {
    form.append(name, unescaped(value));
  }
  return form.toString();
}

function unescaped(value: string): string {
  return value
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

describe('every page', () => {
  it.each(['/', link, '/activate'])('lets nothing in and nothing out: %s', async (url) => {
    const { headers, body } = await app.inject(url);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/);
  });

  it.each(['/', link])('has a language, one heading, a title and room for phones: %s', async (url) => {
    const { body } = await app.inject(url);
    expect(body).toContain('<html lang="en">');
    expect(body).toMatch(/<title>.+<\/title>/);
    expect(body.match(/<h1/g)).toHaveLength(1);
    expect(body).toContain('name="viewport"');
    expect(body).toContain('<main id="content"');
  });

  it('finds its style and its icon, and asks for them anew only when they changed', async () => {
    const { body } = await app.inject('/');
    const paths = [...body.matchAll(/<link rel="\w+" href="([^"]+)"/g)].map(([, path = '']) => path);
    expect(paths).toEqual(['/assets/cinema.css', '/assets/icon.svg']);
    for (const path of paths) {
      const { statusCode, headers } = await app.inject(path);
      expect(statusCode).toBe(200);
      const again = await app.inject({ url: path, headers: { 'if-none-match': headers.etag ?? '' } });
      expect(again.statusCode).toBe(304);
    }
  });
});

describe('the start page', () => {
  it('names the cinema and leads to the docs, the films and the mailbox', async () => {
    const { statusCode, body } = await app.inject('/');
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1>Online Cinema</h1>');
    for (const path of ['/docs', '/openapi.json', '/api/v1/theater/movies/', '/dev/mailbox']) {
      expect(body).toContain(`href="${path}"`);
    }
  });

  it('does not lead to a mailbox that is not there', async () => {
    const { app: production } = await aServer({
      pages: [pages({ activateAccount: { execute: async () => {} }, hasMailbox: false })],
    });
    expect((await production.inject('/')).body).not.toContain('/dev/mailbox');
    await production.close();
  });
});

describe('the activation page', () => {
  it('shows what will happen, and does nothing', async () => {
    for (const method of ['GET', 'HEAD'] as const) await app.inject({ method, url: link });
    const { statusCode, body } = await app.inject(link);
    expect(statusCode).toBe(200);
    expect(body).toContain('<strong id="email">ann+1@example.com</strong>');
    expect(body).toMatch(/<form method="post" action="\/activate">/);
    expect(body).toMatch(/<button[^>]*>Activate my account<\/button>/);
    expect(activated).toEqual([]);
  });

  it('activates on a click', async () => {
    const { body: page } = await app.inject(link);
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/activate',
      headers: form,
      payload: formIn(page),
    });
    expect(statusCode).toBe(200);
    expect(body).toContain('Your account is active');
    expect(activated).toEqual([{ email: 'ann+1@example.com', token: 's3cret-token' }]);
  });

  it('is the same with a slash at the end', async () => {
    expect((await app.inject(link.replace('?', '/?'))).statusCode).toBe(200);
  });

  it.each([
    [new InvalidActivationToken(), 'This link is not valid any more', 'Invalid or expired activation token.'],
    [new AccountAlreadyActive(), 'Your account is active already', 'User account is already active.'],
  ])('says in words what is wrong: %s', async (error, title, message) => {
    failure = error;
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/activate',
      headers: form,
      payload: 'email=a@b.c&token=x',
    });
    expect(statusCode).toBe(400);
    expect(body).toContain(title);
    expect(body).toContain(message);
  });

  it('says nothing of a fault of ours but that it is ours, and logs it', async () => {
    failure = new Error('disk on fire');
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/activate',
      headers: form,
      payload: 'email=a@b.c&token=x',
    });
    expect(statusCode).toBe(500);
    expect(body).toContain('Something went wrong on our side');
    expect(body).not.toContain('fire');
    expect(log.lines.join()).toContain('disk on fire');
  });

  it.each([
    '/activate',
    '/activate?email=a%40b.c',
    '/activate?token=x',
    '/activate?email=&token=',
    '/activate?email=a&email=b&token=x',
  ])('asks for the whole link where a part is missing: %s', async (url) => {
    const { statusCode, body } = await app.inject(url);
    expect(statusCode).toBe(400);
    expect(body).toContain('This link is not complete');
  });

  it.each([
    ['nothing', ''],
    ['a part', 'email=a%40b.c'],
    ['a field twice', 'email=a&email=b&token=x'],
    ['a null character', 'email=a%00b&token=x'],
    ['a field named like a prototype', '__proto__[email]=a&token=x'],
    ['far too long a token', `email=a&token=${'x'.repeat(5000)}`],
  ])('does nothing with a form of %s', async (_, payload) => {
    const { statusCode } = await app.inject({ method: 'POST', url: '/activate', headers: form, payload });
    expect(statusCode).toBe(400);
    expect(activated).toEqual([]);
  });

  it.each([
    ['application/json', '{"email":"a@b.c","token":"x"}', 415],
    ['text/plain', 'email=a', 415],
    ['application/x-www-form-urlencoded', `email=${'a'.repeat(20_000)}`, 413],
  ])('answers a body of %s that it does not take with a page: %#', async (type, payload, status) => {
    const { statusCode, headers } = await app.inject({
      method: 'POST',
      url: '/activate',
      headers: { 'content-type': type },
      payload,
    });
    expect(statusCode).toBe(status);
    expect(headers['content-type']).toContain('text/html');
    expect(activated).toEqual([]);
  });

  it('escapes what the link says', async () => {
    const { body } = await app.inject(
      `/activate?email=${encodeURIComponent('"><img src=x>')}&token=${encodeURIComponent('\'"<')}`,
    );
    expect(body).not.toContain('<img');
    expect(new URLSearchParams(formIn(body)).get('token')).toBe('\'"<');
  });

  it('leaves no trace of the secret in the log', async () => {
    await app.inject(link);
    await app.inject({ method: 'POST', url: '/activate', headers: form, payload: 'email=a@b.c&token=s3cret-token' });
    failure = new InvalidActivationToken();
    await app.inject({ method: 'POST', url: '/activate', headers: form, payload: 'email=a@b.c&token=s3cret-token' });
    expect(log.lines).toHaveLength(3);
    expect(log.lines.join()).not.toMatch(/s3cret|ann|a@b/);
  });
});

describe('whether a client wants a page', () => {
  const chromium = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
  it.each([
    [chromium, true],
    ['text/html', true],
    ['TEXT/HTML; charset=utf-8', true],
    ['text/html, application/json;q=0.9', true],
    ['application/json', false],
    ['application/json, text/html;q=0.5', false],
    ['text/html;q=0', false],
    ['*/*', false],
    ['', false],
    [undefined, false],
    [';;,,q=', false],
  ])('%s: %s', (accept, expected) => {
    expect(wantsPage(accept)).toBe(expected);
  });
});
