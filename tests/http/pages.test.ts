import { DatabaseUnavailable, TooBusyToHash } from '@online-cinema/application/ports';
import { AccountAlreadyActive, InvalidActivationToken } from '@online-cinema/domain/accounts';
import { wantsPage } from '@online-cinema/http/pages/wants-page';
import { beforeEach, describe, expect, it } from 'vitest';
import { formIn, somePages } from './support/some-pages.ts';

const query = 'email=ann%2B1%40example.com&token=s3cret-token';
const link = `/activate?${query}`;
const resetLink = `/reset-password?${query}`;

let site: Awaited<ReturnType<typeof somePages>>;
beforeEach(async () => {
  site = await somePages();
});

describe('every page', () => {
  it.each(['/', link, '/activate', resetLink, '/reset-password'])(
    'lets nothing in and nothing out: %s',
    async (url) => {
      const { headers, body } = await site.app.inject(url);
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
    },
  );

  it.each(['/', link, resetLink])('has a language, one heading, a title and room for phones: %s', async (url) => {
    const { body } = await site.app.inject(url);
    expect(body).toContain('<html lang="en">');
    expect(body).toMatch(/<title>.+<\/title>/);
    expect(body.match(/<h1/g)).toHaveLength(1);
    expect(body).toContain('name="viewport"');
    expect(body).toContain('<main id="content"');
  });

  it('finds its style and its icon, and asks for them anew only when they changed', async () => {
    const { body } = await site.app.inject('/');
    const paths = [...body.matchAll(/<link rel="\w+" href="([^"]+)"/g)].map(([, path = '']) => path);
    expect(paths).toEqual(['/assets/cinema.css', '/assets/icon.svg']);
    for (const path of paths) {
      const { statusCode, headers } = await site.app.inject(path);
      expect(statusCode).toBe(200);
      const again = await site.app.inject({ url: path, headers: { 'if-none-match': headers.etag ?? '' } });
      expect(again.statusCode).toBe(304);
    }
  });
});

describe('the start page', () => {
  it('names the cinema and leads to the docs, the films and the mailbox', async () => {
    const { statusCode, body } = await site.app.inject('/');
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1>Online Cinema</h1>');
    for (const path of ['/docs', '/openapi.json', '/api/v1/theater/movies/', '/dev/mailbox']) {
      expect(body).toContain(`href="${path}"`);
    }
  });

  it('does not lead to a mailbox that is not there', async () => {
    const { app: production } = await somePages({ hasMailbox: false });
    expect((await production.inject('/')).body).not.toContain('/dev/mailbox');
  });
});

describe('the activation page', () => {
  it('shows what will happen, and does nothing', async () => {
    for (const method of ['GET', 'HEAD'] as const) await site.app.inject({ method, url: link });
    const { statusCode, body } = await site.app.inject(link);
    expect(statusCode).toBe(200);
    expect(body).toContain('<strong id="email">ann+1@example.com</strong>');
    expect(body).toMatch(/<form method="post" action="\/activate">/);
    expect(body).toMatch(/<button[^>]*>Activate my account<\/button>/);
    expect(site.activated).toEqual([]);
  });

  it('activates on a click', async () => {
    const { body: page } = await site.app.inject(link);
    const { statusCode, body } = await site.send('/activate', formIn(page));
    expect(statusCode).toBe(200);
    expect(body).toContain('Your account is active');
    expect(site.activated).toEqual([{ email: 'ann+1@example.com', token: 's3cret-token' }]);
  });

  it('is the same with a slash at the end', async () => {
    expect((await site.app.inject(link.replace('?', '/?'))).statusCode).toBe(200);
  });

  it.each([
    [new InvalidActivationToken(), 'This link is not valid any more', 'ask for a new link'],
    [new AccountAlreadyActive(), 'Your account is active already', 'just log in'],
  ])('says in words what is wrong: %s', async (error, title, advice) => {
    site.failWith(error);
    const { statusCode, body } = await site.send('/activate', 'email=a@b.c&token=x');
    expect(statusCode).toBe(400);
    expect(body).toContain(title);
    expect(body).toContain(advice);
    expect(body).not.toContain(error.message);
  });

  it('says nothing of a fault of ours but that it is ours, and logs it', async () => {
    site.failWith(new Error('disk on fire'));
    const { statusCode, body } = await site.send('/activate', 'email=a@b.c&token=x');
    expect(statusCode).toBe(500);
    expect(body).toContain('Something went wrong on our side');
    expect(body).not.toContain('fire');
    expect(site.log.lines.join()).toContain('disk on fire');
  });

  it.each([
    '/activate',
    '/activate?email=a%40b.c',
    '/activate?token=x',
    '/activate?email=&token=',
    '/activate?email=a&email=b&token=x',
  ])('asks for the whole link where a part is missing: %s', async (url) => {
    const { statusCode, body } = await site.app.inject(url);
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
    const { statusCode } = await site.send('/activate', payload);
    expect(statusCode).toBe(400);
    expect(site.activated).toEqual([]);
  });

  it.each([
    ['application/json', '{"email":"a@b.c","token":"x"}', 415],
    ['text/plain', 'email=a', 415],
    ['application/x-www-form-urlencoded', `email=${'a'.repeat(20_000)}`, 413],
  ])('answers a body of %s that it does not take with a page: %#', async (type, payload, status) => {
    const { statusCode, headers } = await site.app.inject({
      method: 'POST',
      url: '/activate',
      headers: { 'content-type': type },
      payload,
    });
    expect(statusCode).toBe(status);
    expect(headers['content-type']).toContain('text/html');
    expect(site.activated).toEqual([]);
  });

  it('escapes what the link says', async () => {
    const { body } = await site.app.inject(
      `/activate?email=${encodeURIComponent('"><img src=x>')}&token=${encodeURIComponent('\'"<')}`,
    );
    expect(body).not.toContain('<img');
    expect(new URLSearchParams(formIn(body)).get('token')).toBe('\'"<');
  });

  it('leaves no trace of the secret in the log', async () => {
    await site.app.inject(link);
    await site.send('/activate', 'email=a@b.c&token=s3cret-token');
    site.failWith(new InvalidActivationToken());
    await site.send('/activate', 'email=a@b.c&token=s3cret-token');
    expect(site.log.lines).toHaveLength(3);
    expect(site.log.lines.join()).not.toMatch(/s3cret|ann|a@b/);
  });
});

describe.each([
  ['/activate', 'Activate my account', query],
  ['/reset-password', 'Set the new password', `${query}&password=${encodeURIComponent('Str0ng!pass')}`],
])('the form at %s', (url, button, payload) => {
  it.each([new DatabaseUnavailable(), new TooBusyToHash()])(
    'can be sent again when the system was too busy',
    async (busy) => {
      site.failWith(busy);
      const { statusCode, headers, body } = await site.send(url, payload);
      expect([statusCode, headers['retry-after']]).toEqual([503, '5']);
      expect(body).toContain('role="alert"');
      expect(body).toContain('The service is temporarily unavailable. Please try again later.');
      expect(body).toContain('You can try again in 5 seconds.');
      expect(body).toContain(`>${button}</button>`);
      expect(new URLSearchParams(formIn(body)).toString()).toBe(
        new URLSearchParams(url === '/activate' ? query : `token=s3cret-token&email=ann%2B1%40example.com`).toString(),
      );
      site.failWith(undefined);
      expect((await site.send(url, payload)).statusCode).toBe(200);
    },
  );

  it('leaves in the log why the system was not available', async () => {
    site.failWith(new DatabaseUnavailable({ cause: new Error('connect ECONNREFUSED') }));
    await site.send(url, payload);
    expect(site.log.entries).toContainEqual(
      expect.objectContaining({
        msg: 'the request could not be carried out now',
        err: expect.objectContaining({ message: expect.stringContaining('connect ECONNREFUSED') }),
      }),
    );
  });

  it('can be sent again later when there were too many tries', async () => {
    const limited = await somePages({ rateLimits: { perAddress: 0, perAccount: 1 } });
    expect((await limited.send(url, payload)).statusCode).toBe(200);
    const { statusCode, headers, body } = await limited.send(url, payload);
    expect([statusCode, headers['retry-after']]).toEqual([429, '60']);
    expect(body).toContain('That was too many tries');
    expect(body).toContain('You can try again in 60 seconds.');
    expect(body).toContain(`>${button}</button>`);
    expect([...limited.activated, ...limited.chosen]).toHaveLength(1);
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
