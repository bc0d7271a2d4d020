import type { Routes } from '../type-provider.ts';
import { type ActivationUseCases, activationPage } from './activation.ts';
import { assets } from './assets.ts';
import { browserForms } from './browser-forms.ts';
import { sendPage } from './page.ts';
import { type PasswordResetUseCases, passwordResetPage } from './password-reset.ts';

type PagesOptions = ActivationUseCases &
  PasswordResetUseCases &
  Readonly<{
    /** Whether `/dev/mailbox` is there to be linked to. */
    hasMailbox: boolean;
  }>;

/** The pages for people with a browser: the start page, and what the links of e-mails lead to. */
export function pages({ hasMailbox, ...useCases }: PagesOptions): Routes {
  return async (app) => {
    await browserForms(app);
    await app.register(assets);
    await app.register(activationPage(useCases));
    await app.register(passwordResetPage(useCases));

    app.get('/', async (_request, reply) => {
      const title = 'Online Cinema';
      return sendPage(reply, { status: 200, title, template: 'pages/templates/home', values: { hasMailbox } });
    });
  };
}
