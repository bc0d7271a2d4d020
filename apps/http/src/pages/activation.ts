import { AccountAlreadyActive, InvalidActivationToken } from '@online-cinema/domain/accounts';
import type { Routes } from '../type-provider.ts';
import { fieldOf } from './browser-forms.ts';
import { home, type Message, sendMessage } from './message.ts';
import { sendPage } from './page.ts';

export interface ActivationUseCases {
  readonly activateAccount: { execute(command: { email: string; token: string }): Promise<void> };
}

const ACTIVATED: Message = {
  status: 200,
  title: 'Your account is active',
  mood: 'good',
  paragraphs: ['Welcome! You can log in now, and choose your first film.'],
};

const INCOMPLETE: Message = {
  status: 400,
  title: 'This link is not complete',
  mood: 'bad',
  paragraphs: ['A part of it was lost on the way. Open the link in the e-mail again, or copy all of it.'],
};

const NOT_VALID: Message = {
  status: 400,
  title: 'This link is not valid any more',
  mood: 'bad',
  paragraphs: [
    new InvalidActivationToken().message,
    'If you have activated your account with it already, just log in. Otherwise ask for a new link: each is good for 24 hours and works once, and only the newest one does.',
  ],
};

const ALREADY_ACTIVE: Message = {
  status: 400,
  title: 'Your account is active already',
  mood: 'good',
  paragraphs: [new AccountAlreadyActive().message, 'There is nothing left to do: just log in.'],
};

/** The page that the link of an activation e-mail leads to: it shows what will happen, and does it on a click. */
export function activationPage({ activateAccount }: ActivationUseCases): Routes {
  return async (app) => {
    app.get('/activate', async ({ query }, reply) => {
      const link = linkFrom(query);
      if (!link) return sendMessage(reply, INCOMPLETE);
      const title = 'Activate your account';
      return sendPage(reply, { status: 200, title, template: 'pages/templates/activate', values: { ...link } });
    });

    app.post('/activate', { config: { limited: 'activate' } }, async ({ body }, reply) => {
      const link = linkFrom(body);
      if (!link) return sendMessage(reply, INCOMPLETE);
      try {
        await activateAccount.execute(link);
        return sendMessage(reply, { ...ACTIVATED, link: home });
      } catch (error) {
        if (error instanceof InvalidActivationToken) return sendMessage(reply, NOT_VALID);
        if (error instanceof AccountAlreadyActive) return sendMessage(reply, ALREADY_ACTIVE);
        throw error;
      }
    });
  };
}

function linkFrom(source: unknown): { email: string; token: string } | undefined {
  const email = fieldOf(source, 'email');
  const token = fieldOf(source, 'token');
  return email && token ? { email, token } : undefined;
}
