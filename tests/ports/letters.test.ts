import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import type { Letter } from '@online-cinema/application/ports';
import { Money } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

const usd = (minor: number) => Money.of(minor, 'USD');
const base = { email: 'ann@example.com', link: 'https://cinema.example/activate?email=ann%40example.com&token=t0' };

const letters: readonly [subject: string, Letter][] = [
  ['Account Activation', { kind: 'account-activation', ...base }],
  ['Account Activated Successfully', { kind: 'account-activated', ...base }],
  ['Password Reset Request', { kind: 'password-reset-request', ...base }],
  ['Your Password Has Been Successfully Reset', { kind: 'password-reset-done', ...base }],
  [
    'Payment Received',
    {
      kind: 'payment-received',
      ...base,
      orderId: 7,
      total: usd(1998),
      items: [
        { name: 'Alien', price: usd(999) },
        { name: 'Fast & <Furious>', price: usd(999) },
      ],
    },
  ],
  ['Order Refunded', { kind: 'order-refunded', ...base, orderId: 7, total: usd(1998) }],
];

describe.each(letters)('the letter “%s”', (subject, letter) => {
  const written = new EtaLetterWriter().write(letter);

  it('bears its subject', () => {
    expect(written.subject).toBe(subject);
  });

  it('shows the address and the link in HTML, where clients look for them', () => {
    expect(written.html).toMatch(/<strong id="email"[^>]*>ann@example\.com<\/strong>/);
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

describe('the receipt', () => {
  it('names the order, each film with its price, and the total', () => {
    const receipt = letters.map(([, letter]) => letter).find(({ kind }) => kind === 'payment-received');
    if (!receipt) throw new Error('no receipt');
    const { html, text } = new EtaLetterWriter().write(receipt);
    for (const part of ['#7', 'Alien', '$9.99', '$19.98']) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(html).toContain('Fast &amp; &lt;Furious&gt;');
    expect(text).toContain('Fast & <Furious>: $9.99');
  });
});
