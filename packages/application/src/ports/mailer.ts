import type { RenderedLetter } from './letter.ts';

/** A letter to somebody. */
export interface Mail extends RenderedLetter {
  /** The job's id: the same at every attempt, becomes the `Message-ID`, by which readers know a copy. */
  readonly id: string;
  readonly to: string;
}

/** There is no such mailbox: this mail is not taken, however often it is sent. Its message holds no address. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** Hands mails to the world. */
export interface Mailer {
  /** Resolves once the mail is accepted for delivery. Throws if it was not; sending it again is safe. @throws MailRefused */
  send(mail: Mail): Promise<void>;
}
