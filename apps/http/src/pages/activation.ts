import { AccountAlreadyActive, InvalidActivationToken } from '@online-cinema/domain/accounts';
import type { FastifyReply } from 'fastify';
import type { Routes } from '../type-provider.ts';
import { INCOMPLETE, linkFrom, type MailedLink } from './mailed-link.ts';
import { type Message, sendMessage } from './message.ts';
import { sendPage } from './page.ts';
import { type Problem, passingProblem } from './problem.ts';

export interface ActivationUseCases {
  readonly activateAccount: { execute(command: { email: string; token: string }): Promise<{ userId: number }> };
}

const ACTIVATED: Message = {
  status: 200,
  title: 'Your account is active',
  mood: 'good',
  paragraphs: ['Welcome! You can log in now, and choose your first film.'],
};

const NOT_VALID: Message = {
  status: 400,
  title: 'This link is not valid any more',
  mood: 'bad',
  paragraphs: [
    'If you have activated your account with it already, just log in. Otherwise ask for a new link: each is good for 24 hours and works once, and only the newest one does.',
  ],
};

const ALREADY_ACTIVE: Message = {
  status: 400,
  title: 'Your account is active already',
  mood: 'good',
  paragraphs: ['There is nothing left to do: just log in.'],
};

/** The page that the link of an activation e-mail leads to: it shows what will happen, and does it on a click. */
export function activationPage({ activateAccount }: ActivationUseCases): Routes {
  return async (app) => {
    app.get('/activate', async ({ query }, reply) => {
      const link = linkFrom(query);
      return link ? sendForm(reply, link) : sendMessage(reply, INCOMPLETE);
    });

    app.post('/activate', async (request, reply) => {
      const link = linkFrom(request.body);
      if (!link) return sendMessage(reply, INCOMPLETE);
      try {
        await request.countTry(reply, { at: 'activate', email: link.email });
        const { userId } = await activateAccount.execute(link);
        request.about = { user: userId };
      } catch (error) {
        if (error instanceof InvalidActivationToken) return sendMessage(reply, NOT_VALID);
        if (error instanceof AccountAlreadyActive) return sendMessage(reply, ALREADY_ACTIVE);
        const problem = passingProblem(error, reply);
        if (problem) return sendForm(reply, link, problem);
        throw error;
      }
      return sendMessage(reply, ACTIVATED);
    });
  };
}

function sendForm(reply: FastifyReply, link: MailedLink, problem?: Problem): FastifyReply {
  const title = 'Activate your account';
  return sendPage(reply, {
    status: problem?.status ?? 200,
    title: problem ? `${problem.title} · ${title}` : title,
    template: 'pages/templates/activate',
    values: { ...link, problem },
  });
}
