import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import type { Letter } from '@online-cinema/application/ports';
import { Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const usd = (minor: number) => Money.of(minor, 'USD');
const base = { email: 'ann@example.com', link: 'https://cinema.example/activate?email=ann%40example.com&token=t0' };

/** Of every kind one, with its subject. */
const letters: { readonly [Kind in Letter['kind']]: readonly [subject: string, Letter & { readonly kind: Kind }] } = {
  'account-activation': ['Account Activation', { kind: 'account-activation', ...base }],
  'account-activated': ['Account Activated Successfully', { kind: 'account-activated', ...base }],
  'password-reset-request': ['Password Reset Request', { kind: 'password-reset-request', ...base }],
  'password-reset-done': ['Your Password Has Been Successfully Reset', { kind: 'password-reset-done', ...base }],
  'payment-received': [
    'Payment Received',
    {
      kind: 'payment-received',
      ...base,
      orderId: 7,
      movedAt: new Date('2026-11-21T18:46:30Z'),
      total: usd(1998),
      items: [
        { name: 'Alien', price: usd(999) },
        { name: 'Fast & <Furious>', price: usd(999) },
      ],
    },
  ],
  'order-refunded': [
    'Order Refunded',
    {
      kind: 'order-refunded',
      ...base,
      orderId: 7,
      movedAt: new Date('2026-11-21T18:46:30Z'),
      total: usd(999),
      items: [{ name: 'Alien', price: usd(999) }],
    },
  ],
};

describe.each(Object.values<readonly [subject: string, Letter]>(letters))('the letter “%s”', (subject, letter) => {
  const written = new EtaLetterWriter().write(letter);

  it('bears its subject', () => {
    expect(written.subject).toBe(subject);
  });

  it('shows the address and the link in HTML, where clients look for them', () => {
    expect(written.html).toContain('<strong id="email">ann@example.com</strong>');
    expect(written.html).toContain(
      '<a id="link" href="https://cinema.example/activate?email=ann%40example.com&amp;token=t0"',
    );
  });

  it('shows them in its text part as well, without any markup', () => {
    expect(written.text).toContain(base.email);
    expect(written.text).toContain(base.link);
    expect(written.text).not.toMatch(/<\/?[a-z]|&amp;|<%/);
  });

  it('leaves no template unfilled', () => {
    expect(`${written.html}${written.text}`).not.toMatch(/undefined|\[object|<%|%>/);
  });

  it('has its subject on one line, whatever else it is given', () => {
    const injected = {
      ...letter,
      email: 'ann@example.com\r\nBcc: eve@example.com',
      link: 'https://x.example/\r\nBcc: eve',
    };
    expect(new EtaLetterWriter().write(injected).subject).toBe(subject);
  });

  it('escapes whatever it is given', () => {
    const { html } = new EtaLetterWriter().write({
      ...letter,
      email: '"><script>alert(1)</script>',
      link: `https://x.example/?'"<>`,
    });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
    expect(html).toContain('href="https://x.example/?&#39;&quot;&lt;&gt;"');
  });
});

describe.each([
  ['the receipt', 'payment-received'],
  ['word of a refund', 'order-refunded'],
] as const)('%s', (_name, kind) => {
  const receiptOf = (...films: string[]) =>
    new EtaLetterWriter().write({
      kind,
      ...base,
      orderId: 7,
      movedAt: new Date('2026-11-21T18:46:30Z'),
      total: usd(1998),
      items: films.map((name) => ({ name, price: usd(999) })),
    });

  it('says when the money moved', () => {
    const { html, text } = receiptOf('Alien');
    for (const part of [html, text]) expect(part).toContain('on 21 November 2026, 18:46 UTC.');
  });

  it('names the order, each film with its price, and the total', () => {
    const { html, text } = receiptOf('Alien', 'Fast & <Furious>');
    for (const part of ['#7', 'Alien', '$9.99', '$19.98']) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(html).toContain('Fast &amp; &lt;Furious&gt;');
    expect(text).toContain('Fast & <Furious>: $9.99');
  });

  it.each([
    ['Alien', 'Alien'],
    ['Élan: 七人の侍', 'Élan: 七人の侍'],
    ['الرسالة', '\u2068الرسالة\u2069'],
    ['\u202Enettirw sdrawkcab', '\u2068nettirw sdrawkcab\u2069'],
    ['\u2069left open\u2067', '\u2068left open\u2069'],
  ])('keeps the price behind a name as it is, whichever way the name runs: %j', (name, shown) => {
    expect(receiptOf(name).text).toContain(`\n  ${shown}: $9.99\n`);
  });

  it('shows any name as it is in HTML, and on one line in its text part', () => {
    const plain = receiptOf('FILM');
    const escaped: Readonly<Record<string, string>> = {
      '&': '&amp;',
      '<': '&lt;',
      '>': '&gt;',
      '"': '&quot;',
      "'": '&#39;',
    };
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'<>&"\'$%~=\r\n\u2028 a') }),
    );
    fc.assert(
      fc.property(name, (film) => {
        const { html, text } = receiptOf(film);
        const shown = film.replace(/[&<>"']/g, (sign) => escaped[sign] ?? '');
        expect(html).toBe(plain.html.replace('FILM', () => shown));
        expect(text.split(/[\r\n\v\f\u0085\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length);
      }),
    );
  });
});
