import type { Config } from '../config.ts';

/** Whether the mails that are not sent on can be read on a page: never where they are other people's. */
export function showsMailbox({ mail, mode, environment }: Pick<Config, 'mail' | 'mode' | 'environment'>): boolean {
  return mail.kind === 'mailbox' && mode === 'embedded' && environment !== 'production';
}
