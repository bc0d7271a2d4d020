import { fieldOf } from './browser-forms.ts';
import type { Message } from './message.ts';

/** What the link of an e-mail carries, and the form behind it sends on. */
export interface MailedLink {
  readonly email: string;
  readonly token: string;
}

/** What is said of a link of which only a part arrived. */
export const INCOMPLETE: Message = {
  status: 400,
  title: 'This link is not complete',
  mood: 'bad',
  paragraphs: ['A part of it was lost on the way. Open the link in the e-mail again, or copy all of it.'],
};

/** Reads the link from a query or a form; undefined if it is not complete. */
export function linkFrom(source: unknown): MailedLink | undefined {
  const email = fieldOf(source, 'email');
  const token = fieldOf(source, 'token');
  return email && token ? { email, token } : undefined;
}
