import type { JobDelivery } from '../ports/index.ts';
import { LinkMail, type LinkMailNeeds } from './link-mail.ts';

/** Mails the link to a new password to someone whose account is active, and to nobody else. */
export class MailPasswordResetLink {
  readonly #mail: LinkMail;

  constructor(needs: LinkMailNeeds) {
    this.#mail = new LinkMail(
      {
        purpose: 'password-reset',
        isFor: (user) => user.state.isActive,
        notForOthers: 'the account is not active',
        tokens: ({ passwordResetTokens }) => passwordResetTokens,
        letter: (email, secret, links) => ({
          kind: 'password-reset-request',
          email,
          link: links.passwordReset(email, secret),
        }),
      },
      needs,
    );
  }

  async execute(job: JobDelivery<'mail-password-reset-link'>): Promise<void> {
    await this.#mail.send(job);
  }
}
