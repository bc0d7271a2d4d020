import { InvalidResetToken, passwordFaults } from '@online-cinema/domain/accounts';
import type { FastifyReply } from 'fastify';
import type { Routes } from '../type-provider.ts';
import { fieldOf, LARGEST_FORM } from './browser-forms.ts';
import { INCOMPLETE, linkFrom, type MailedLink } from './mailed-link.ts';
import { type Message, sendMessage } from './message.ts';
import { sendPage } from './page.ts';
import { type Problem, passingProblem } from './problem.ts';

export interface PasswordResetUseCases {
  readonly completePasswordReset: {
    execute(command: { email: string; token: string; password: string }): Promise<{ userId: number }>;
  };
}

/** What is wrong with each field, in words. */
type Faults = Readonly<Record<'password' | 'repeat', readonly string[]>>;

const NO_FAULTS: Faults = { password: [], repeat: [] };

const CHANGED: Message = {
  status: 200,
  title: 'Your password is new',
  mood: 'good',
  paragraphs: ['You have been logged out everywhere. Log in with the new password from now on.'],
};

const NOT_VALID: Message = {
  status: 400,
  title: 'This link is not valid any more',
  mood: 'bad',
  paragraphs: [
    'Your password stays as it is. If you still need a new one, ask for another link: each is good for 24 hours and works once, and only the newest one does.',
  ],
};

/** The page that the link of a reset e-mail leads to: it asks for a new password, and sets it on a click. */
export function passwordResetPage({ completePasswordReset }: PasswordResetUseCases): Routes {
  return async (app) => {
    app.get('/reset-password', async ({ query }, reply) => {
      const link = linkFrom(query);
      return link ? sendForm(reply, link) : sendMessage(reply, INCOMPLETE);
    });

    app.post('/reset-password', async (request, reply) => {
      const link = linkFrom(request.body);
      if (!link) return sendMessage(reply, INCOMPLETE);
      const { password, faults } = choiceIn(request.body);
      // Before the try counts: a wrong one spends the link, a slip of the fingers must not.
      const refusal = refusalOf(faults);
      if (refusal) return sendForm(reply, link, refusal, faults);
      try {
        await request.countTry(reply, { at: 'reset-password', email: link.email });
        const { userId } = await completePasswordReset.execute({ ...link, password });
        request.about = { user: userId };
      } catch (error) {
        if (error instanceof InvalidResetToken) return sendMessage(reply, NOT_VALID);
        const problem = passingProblem(error, reply);
        if (problem) return sendForm(reply, link, problem);
        throw error;
      }
      return sendMessage(reply, CHANGED);
    });
  };
}

/** The password that was chosen. A form without a second field for it, which no page of ours is, need not repeat it. */
function choiceIn(body: unknown): { readonly password: string; readonly faults: Faults } {
  const password = fieldOf(body, 'password', LARGEST_FORM) ?? '';
  const isRepeated = typeof body === 'object' && body !== null && Reflect.has(body, 'repeat');
  const isSame = !isRepeated || fieldOf(body, 'repeat', LARGEST_FORM) === password;
  if (password === '') return { password, faults: { password: ['Enter a new password.'], repeat: [] } };

  const broken = passwordFaults(password).map(({ message }) => message);
  return { password, faults: { password: broken, repeat: isSame ? [] : ['The two passwords are not the same.'] } };
}

/** One line a field, which leads to it; the field itself says all that is wrong with it. Undefined if nothing is. */
function refusalOf({ password, repeat }: Faults): Problem | undefined {
  if (password.length + repeat.length === 0) return undefined;
  const ofPassword = password.length > 1 ? [`The new password breaks ${password.length} rules.`] : password;
  return {
    status: 422,
    title: 'Please have another look',
    lines: [
      ...ofPassword.map((text) => ({ text, href: '#password' })),
      ...repeat.map((text) => ({ text, href: '#repeat' })),
      { text: 'Your password is as it was. Type the new one in both fields again.' },
    ],
  };
}

function sendForm(reply: FastifyReply, link: MailedLink, problem?: Problem, faults = NO_FAULTS): FastifyReply {
  const title = 'Choose a new password';
  return sendPage(reply, {
    status: problem?.status ?? 200,
    title: problem ? `${problem.title} · ${title}` : title,
    template: 'pages/templates/reset-password',
    // Never the password: what was typed is typed again.
    values: { ...link, problem, faults },
  });
}
