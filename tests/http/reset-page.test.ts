import { DatabaseUnavailable } from '@online-cinema/application/ports';
import { InvalidResetToken } from '@online-cinema/domain/accounts';
import { beforeEach, describe, expect, it } from 'vitest';
import { formIn, somePages, unescaped } from './support/some-pages.ts';

const query = 'email=ann%2B1%40example.com&token=s3cret-token';
const resetLink = `/reset-password?${query}`;
const PASSWORD = 'Str0ng!pass';

let site: Awaited<ReturnType<typeof somePages>>;
beforeEach(async () => {
  site = await somePages();
});

describe('the page for a new password', () => {
  /** What comes back of a form with this password, typed twice. */
  const choose = (password: string, repeat = password) =>
    site.send('/reset-password', `${query}&${new URLSearchParams({ password, repeat })}`);

  /** The text of what describes a field, in that order. */
  function describedBy(html: string, id: string): string {
    const [field = ''] = new RegExp(`<input [^>]*id="${id}"[^>]*>`).exec(html) ?? [];
    const ids = /aria-describedby="([^"]*)"/.exec(field)?.[1]?.split(' ') ?? [];
    const texts = ids.map((one) => new RegExp(`<(\\w+)[^>]*id="${one}"[^>]*>(.*?)</\\1>`, 's').exec(html)?.[2]);
    return unescaped(texts.join('\n').replace(/<[^>]*>/g, ''));
  }

  it('shows whose password it will be, and changes nothing', async () => {
    for (const method of ['GET', 'HEAD'] as const) await site.app.inject({ method, url: resetLink });
    const { statusCode, body } = await site.app.inject(resetLink.replace('?', '/?'));
    expect(statusCode).toBe(200);
    expect(body).toContain('<strong id="email">ann+1@example.com</strong>');
    expect(body).toMatch(/<form method="post" action="\/reset-password"/);
    expect(body).not.toMatch(/role="alert"|aria-invalid/);
    expect(site.chosen).toEqual([]);
  });

  it('names its fields, says what a password takes, and lets a password manager help', async () => {
    const { body } = await site.app.inject(resetLink);
    for (const id of ['password', 'repeat']) {
      expect(body).toContain(`<label for="${id}">`);
      expect(body).toMatch(
        new RegExp(`<input type="password" id="${id}" name="${id}" autocomplete="new-password" required`),
      );
    }
    expect(body).toMatch(/name="email" value="ann\+1@example.com" autocomplete="username"/);
    expect(describedBy(body, 'password')).toContain('8 to 128 characters');
    expect(describedBy(body, 'password')).toContain('@ $ ! % * ? # &');
  });

  it('sets the password on a click', async () => {
    const { body: page } = await site.app.inject(resetLink);
    const typed = new URLSearchParams({ password: PASSWORD, repeat: PASSWORD });
    const { statusCode, body } = await site.send('/reset-password', `${formIn(page)}&${typed}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('Your password is new');
    expect(site.chosen).toEqual([{ email: 'ann+1@example.com', token: 's3cret-token', password: PASSWORD }]);
  });

  it('takes a form that has no second field', async () => {
    const { statusCode } = await site.send('/reset-password', `${query}&password=${encodeURIComponent(PASSWORD)}`);
    expect(statusCode).toBe(200);
    expect(site.chosen).toHaveLength(1);
  });

  it('takes a password as it was typed, of whatever characters', async () => {
    const password = ` Пароль-№1 & "&amp;"+%20=${'é'.repeat(80)} `;
    expect((await choose(password)).statusCode).toBe(200);
    expect(site.chosen).toMatchObject([{ password }]);
  });

  it('says at the field every rule that a password breaks, and asks for nothing else', async () => {
    const { statusCode, body } = await choose('weak');
    expect(statusCode).toBe(422);
    for (const message of [
      'Password must contain at least 8 characters.',
      'Password must contain at least one uppercase letter.',
      'Password must contain at least one digit.',
      'Password must contain at least one special character: @, $, !, %, *, ?, #, &.',
    ]) {
      expect(describedBy(body, 'password')).toContain(message);
    }
    expect(body).toMatch(/<div class="alert" role="alert" tabindex="-1"[^>]* autofocus>/);
    expect(body).toContain('<a href="#password">The new password breaks 4 rules.</a>');
    expect(body).toMatch(/id="password"[^>]*aria-invalid="true"/);
    expect(body).not.toMatch(/id="repeat"[^>]*aria-invalid/);
    expect(body).toMatch(/<title>Please have another look/);
    expect(site.chosen).toEqual([]);
  });

  it('says the one rule itself where only one is broken', async () => {
    const { body } = await choose('STR0NG!PASS');
    expect(body).toContain('<a href="#password">Password must contain at least one lower letter.</a>');
  });

  it('says at the second field that it is not the same as the first', async () => {
    const { statusCode, body } = await choose(PASSWORD, `${PASSWORD} `);
    expect(statusCode).toBe(422);
    expect(describedBy(body, 'repeat')).toContain('The two passwords are not the same.');
    expect(body).toContain('<a href="#repeat">The two passwords are not the same.</a>');
    expect(body).toMatch(/id="repeat"[^>]*aria-invalid="true"/);
    expect(body).not.toMatch(/id="password"[^>]*aria-invalid/);
    expect(site.chosen).toEqual([]);
  });

  it.each([
    ['none', ''],
    ['an empty one', '&password=&repeat='],
    ['two at once', '&password=Str0ng!pass&password=An0ther!pass'],
    ['a null character', '&password=Str0ng!pass%00&repeat=Str0ng!pass%00'],
  ])('asks for a password where the form has %s', async (_, rest) => {
    const { statusCode, body } = await site.send('/reset-password', `${query}${rest}`);
    expect(statusCode).toBe(422);
    expect(describedBy(body, 'password')).toContain('Enter a new password.');
    expect(site.chosen).toEqual([]);
  });

  it('says of a far too long password that it is too long', async () => {
    const { statusCode, body } = await choose(`aA1!${'x'.repeat(5000)}`);
    expect(statusCode).toBe(422);
    expect(describedBy(body, 'password')).toContain('Password must contain at most 128 characters.');
  });

  it('counts no slip of the fingers as a try', async () => {
    const limited = await somePages({ rateLimits: { perAddress: 1, perAccount: 1 } });
    for (const password of ['a', 'b', 'c']) {
      expect((await limited.send('/reset-password', `${query}&password=${password}`)).statusCode).toBe(422);
    }
    const good = `${query}&password=${encodeURIComponent(PASSWORD)}`;
    expect((await limited.send('/reset-password', good)).statusCode).toBe(200);
  });

  it('says of a spent link that it is not valid, and how to get another', async () => {
    site.failWith(new InvalidResetToken());
    const { statusCode, body } = await choose(PASSWORD);
    expect(statusCode).toBe(400);
    expect(body).toContain('This link is not valid any more');
    expect(body).toContain('Your password stays as it is.');
    expect(body).not.toContain('Invalid email or token.');
    expect(body).toContain('ask for another link');
  });

  it.each(['', '?email=a%40b.c', '?token=x', '?email=a&email=b&token=x'])(
    'asks for the whole link: %s',
    async (part) => {
      const { statusCode, body } = await site.app.inject(`/reset-password${part}`);
      expect([statusCode, body]).toEqual([400, expect.stringContaining('This link is not complete')]);
      const sent = await site.send('/reset-password', `${part.slice(1)}&password=${encodeURIComponent(PASSWORD)}`);
      expect(sent.statusCode).toBe(400);
      expect(site.chosen).toEqual([]);
    },
  );

  it('escapes what the link says', async () => {
    const [email, token] = ['"><img src=x>', '\'"<'];
    const { body } = await site.app.inject(`/reset-password?${new URLSearchParams({ email, token })}`);
    expect(body).not.toContain('<img');
    expect(Object.fromEntries(new URLSearchParams(formIn(body)))).toEqual({ email, token });
  });

  it('shows a password to nobody, and leaves no trace of it or of the link’s secret in the log', async () => {
    const weak = 'weak-"pass';
    const shown = [await choose(weak), await choose(PASSWORD, 'Other1!pass')];
    for (const error of [new InvalidResetToken(), new DatabaseUnavailable(), new Error('disk on fire')]) {
      site.failWith(error);
      shown.push(await choose(PASSWORD));
    }
    expect(shown.map(({ statusCode }) => statusCode)).toEqual([422, 422, 400, 503, 500]);
    for (const { body } of shown) expect(body).not.toMatch(/weak-|Str0ng|Other1|fire/);
    expect(site.log.lines.join()).toContain('disk on fire');
    expect(site.log.lines.join()).not.toMatch(/s3cret|ann|weak-|Str0ng|Other1/);
  });
});
