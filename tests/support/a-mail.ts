import { randomUUID } from 'node:crypto';
import type { Mail } from '@online-cinema/application/ports';

/** A mail with everything in it that is easily lost on the way. */
export function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    id: randomUUID(),
    to: 'ann@example.com',
    subject: 'Account Activation',
    html: '<p>Grüße &amp; <a id="link" href="https://cinema.example/?a=1&amp;b=2">…</a></p>',
    text: 'Grüße 🎬\n\nhttps://cinema.example/?a=1&b=2\n',
    ...changes,
  };
}
