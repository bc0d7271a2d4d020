import { emailAddress, emailFaults, passwordFaults } from '@online-cinema/domain/accounts';
import { InvalidInput } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const strange = fc.constantFrom(
  ' ',
  '\t',
  '\r',
  '\n',
  '\0',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud800',
  '@',
  '.',
);
/** Every character there is, and often one that has no place in an address. */
const anyCharacter = fc.oneof(
  fc.nat(0x10_ffff).map((code) => String.fromCodePoint(code)),
  strange,
);

describe('a password', () => {
  it('that keeps every rule has no faults', () => {
    expect(passwordFaults('Str0ng!pass')).toEqual([]);
  });

  it('is told every rule it breaks, in the words of the contract', () => {
    expect(passwordFaults('').map(({ message }) => message)).toEqual([
      'Password must contain at least 8 characters.',
      'Password must contain at least one uppercase letter.',
      'Password must contain at least one lower letter.',
      'Password must contain at least one digit.',
      'Password must contain at least one special character: @, $, !, %, *, ?, #, &.',
    ]);
  });

  it.each([
    ['Str0ng!', 'Password must contain at least 8 characters.'],
    ['str0ng!pass', 'Password must contain at least one uppercase letter.'],
    ['STR0NG!PASS', 'Password must contain at least one lower letter.'],
    ['Strong!pass', 'Password must contain at least one digit.'],
    ['Str0ngpass^', 'Password must contain at least one special character: @, $, !, %, *, ?, #, &.'],
  ])('that breaks one rule alone, as %s does, is told that one', (password, message) => {
    expect(passwordFaults(password)).toEqual([{ field: 'password', message }]);
    expect(passwordFaults(password, 'new_password')).toEqual([{ field: 'new_password', message }]);
  });

  it('may be of 8 characters, and of letters and digits in any script', () => {
    expect(passwordFaults('Str0ng!p')).toEqual([]);
    expect(passwordFaults('Пароль!٣')).toEqual([]);
  });

  it('is counted in characters, and has at most 128 of them', () => {
    const good = `Aa1!${'😀'.repeat(124)}`;
    expect(passwordFaults(good)).toEqual([]);
    expect(passwordFaults(`${good}x`).map(({ message }) => message)).toEqual([
      'Password must contain at most 128 characters.',
    ]);
  });
});

describe('an e-mail address', () => {
  it('is stored trimmed and in lower case', () => {
    expect(emailAddress('  Ann.Lee+films@Cinema.Example ')).toBe('ann.lee+films@cinema.example');
  });

  it.each([
    'ann',
    '@cinema.example',
    'ann@',
    'ann@cinema',
    'ann@cinema..example',
    'a nn@cinema.example',
    'ann@cin ema.example',
    'ann@cinema.example\r\nBcc: eve@evil.example',
    'ann\u0000@cinema.example',
    `${'a'.repeat(65)}@cinema.example`,
    `ann@${'a.'.repeat(130)}example`,
    '.ann@cinema.example',
    'ann@-cinema.example',
    'ann. lee@cinema.example',
    'ann@cinema-.example',
  ])('is not %j', (text) => {
    expect(() => emailAddress(text)).toThrow(InvalidInput);
  });

  it.each([
    ['ann', 'An email address must have an @-sign.'],
    ['@cinema.example', 'There must be something before the @-sign.'],
    [`${'a'.repeat(65)}@cinema.example`, 'The email address is too long before the @-sign.'],
    ['a nn@cinema.example', 'The email address contains invalid characters before the @-sign.'],
    ['ann@', 'There must be something after the @-sign.'],
    ['ann@..', 'There must be something after the @-sign.'],
    ['ann@cinema', 'The part after the @-sign is not valid. It should have a period.'],
    ['ann@-cinema.example', 'The part after the @-sign contains invalid characters.'],
    [`${'a'.repeat(64)}@${`${'a'.repeat(63)}.`.repeat(2)}${'a'.repeat(63)}`, 'The email address is too long.'],
  ])('that is none, as %s, is told why', (text, reason) => {
    expect(emailFaults(text)).toEqual([{ field: 'email', message: `value is not a valid email address: ${reason}` }]);
    expect(emailFaults(text, 'old_email').map(({ field }) => field)).toEqual(['old_email']);
  });

  it('may have 64 characters before the @-sign, 63 in a label and 255 in all', () => {
    const longest = `${'a'.repeat(64)}@${`${'a'.repeat(63)}.`.repeat(2)}${'a'.repeat(62)}`;
    expect(longest).toHaveLength(255);
    expect(emailAddress(longest)).toBe(longest);
    expect(emailFaults(`ann@${'a'.repeat(64)}.example`)).toHaveLength(1);
    expect(emailFaults('a@x.example')).toEqual([]);
  });

  it('is the same however its letters are composed, and stays what it is when it is entered again', () => {
    expect(emailAddress('jo\u0308rg@cinema.example')).toBe('j\u00f6rg@cinema.example');
    expect(emailAddress('ａｎｎ@cinema.example')).toBe('ann@cinema.example');
    for (const address of ['İpek@cinema.example', 'ﬁnn@cinema.example']) {
      expect(emailAddress(emailAddress(address))).toBe(emailAddress(address));
    }
  });

  it('never holds white space or control characters, whatever is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        try {
          expect(emailAddress(`${text}@cinema.example`)).toMatch(/^[^\s\p{Cc}]+$/u);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});
