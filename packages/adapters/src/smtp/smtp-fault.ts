import { MailRefused } from '@online-cinema/application/ports';

const ADDRESSES = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;
/**
 * How servers say for good that there is no such mailbox (RFC 3463): a permanent failure by reason of the address, or a
 * mailbox that is disabled. Without such words, or where it is us whom a server does not trust, it may pass.
 */
const NO_SUCH_MAILBOX = /^5\d\d[ -]5\.(?:1\.(?:[1236]|10)|2\.1)\b/;

/** What went wrong at a mail server, fit for a log. */
export class SmtpFault extends Error {
  override readonly name = 'SmtpFault';
  /** The library's, e.g. `EAUTH`, or the operating system's. */
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** An error of the library without the addresses that it carries, in its message and elsewhere. */
export function faultOf(error: unknown): SmtpFault | MailRefused {
  const message = String(error instanceof Error ? error.message : error).replace(ADDRESSES, '…');
  if (textOf(error, 'command') === 'RCPT TO' && NO_SUCH_MAILBOX.test(textOf(error, 'response') ?? '')) {
    return new MailRefused(message);
  }
  return new SmtpFault(message, textOf(error, 'code'));
}

function textOf(error: unknown, name: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
