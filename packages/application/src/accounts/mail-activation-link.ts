import type { JobDelivery } from '../ports/index.ts';
import { LinkMail, type LinkMailNeeds } from './link-mail.ts';

/** Mails the activation link to someone whose account was never activated, and to nobody else. */
export class MailActivationLink {
  readonly #mail: LinkMail;

  constructor(needs: LinkMailNeeds) {
    this.#mail = new LinkMail(
      {
        purpose: 'activation',
        isFor: (user) => user.awaitsActivation,
        notForOthers: 'the account is active, or was shut out',
        tokens: ({ activationTokens }) => activationTokens,
        letter: (email, secret, links) => ({
          kind: 'account-activation',
          email,
          link: links.activation(email, secret),
        }),
      },
      needs,
    );
  }

  async execute(job: JobDelivery<'mail-activation-link'>): Promise<void> {
    await this.#mail.send(job);
  }
}
