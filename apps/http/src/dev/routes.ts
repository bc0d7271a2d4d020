import type { FastifyReply, FastifyRequest } from 'fastify';
import { browserForms } from '../pages/browser-forms.ts';
import { type Message, sendMessage } from '../pages/message.ts';
import { answerNotFound } from '../pages/nothing-here.ts';
import { sendPage } from '../pages/page.ts';
import { isFromThisMachine } from '../shared/local-peer.ts';
import type { Routes } from '../type-provider.ts';

interface SentMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly sentAt: Date;
}

/** Where mails lie that nobody sends on. */
export interface Mailbox {
  /** The newest first. */
  list(): Promise<readonly SentMail[]>;
  find(id: string): Promise<SentMail | undefined>;
}

interface MailPath {
  Params: { id: string };
}

const MAILS_A_PAGE = 20;

const NO_SUCH_MAIL: Message = {
  status: 404,
  title: 'There is no such mail',
  mood: 'bad',
  paragraphs: ['It may have been deleted from the folder in which the mailbox lies.'],
  link: { href: '/dev/mailbox', text: 'To the mailbox' },
};

/** The mails that were sent, for whoever develops or tries the system; it shows secrets, so only to this machine. */
export function mailboxPages(mailbox: Mailbox): Routes {
  return async (app) => {
    await browserForms(app);
    app.addHook('onRequest', async (request, reply) => {
      if (!isPrivate(request)) return answerNotFound(request, reply);
    });

    app.get('/dev/mailbox.json', async (_request, reply) => {
      const mails = await mailbox.list();
      reply.header('cache-control', 'no-store');
      return {
        mails: mails.map(({ id, to, subject, html, text, sentAt }) => ({
          id,
          to,
          subject,
          html,
          text,
          sent_at: sentAt.toISOString(),
        })),
      };
    });

    app.get<{ Querystring: { page?: unknown } }>('/dev/mailbox', async ({ query }, reply) => {
      const mails = await mailbox.list();
      const page = Math.max(1, Math.trunc(Number(query.page)) || 1);
      const shown = mails.slice((page - 1) * MAILS_A_PAGE, page * MAILS_A_PAGE).map(shownMail);
      return sendPage(reply, {
        status: 200,
        title: 'Mailbox',
        template: 'dev/templates/mailbox',
        values: { mails: shown, total: mails.length, page, isLast: page * MAILS_A_PAGE >= mails.length },
      });
    });

    app.get<MailPath>('/dev/mailbox/:id', async ({ params }, reply) => {
      const mail = await mailbox.find(params.id);
      if (!mail) return sendMessage(reply, NO_SUCH_MAIL);
      return sendPage(reply, {
        status: 200,
        title: mail.subject,
        template: 'dev/templates/mail',
        values: { mail: { ...shownMail(mail), text: mail.text } },
      });
    });

    app.get<MailPath>('/dev/mailbox/:id/body', async ({ params }, reply) => {
      const mail = await mailbox.find(params.id);
      return mail ? sendBody(reply, mail) : sendMessage(reply, NO_SUCH_MAIL);
    });
  };
}

/**
 * Whether the request comes from this machine, through no proxy and under a name of this machine: a name of somebody
 * else that is made to lead here (DNS rebinding) would let their page read along.
 */
function isPrivate(request: FastifyRequest): boolean {
  return isFromThisMachine(request) && OWN_NAME.test(request.headers.host ?? '');
}

const OWN_NAME = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

function shownMail({ id, to, subject, sentAt }: SentMail) {
  const path = `/dev/mailbox/${encodeURIComponent(id)}`;
  return {
    id,
    to,
    subject,
    path,
    sentAt: sentAt.toISOString(),
    at: sentAt.toISOString().slice(0, 19).replace('T', ' '),
  };
}

const LEAD_OUT = '<base target="_top">';

/** The mail as its reader sees it: in a frame, without scripts, its links leading out of the frame. */
function sendBody(reply: FastifyReply, { html }: SentMail): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "frame-ancestors 'self'",
    'sandbox allow-top-navigation-by-user-activation',
  ];
  return reply
    .headers({
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(html.includes('<head>') ? html.replace('<head>', `<head>${LEAD_OUT}`) : `${LEAD_OUT}${html}`);
}
