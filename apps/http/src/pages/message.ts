import type { FastifyReply } from 'fastify';
import { sendPage } from './page.ts';

/** A page that only says something. */
export interface Message {
  readonly status: number;
  readonly title: string;
  readonly mood: 'good' | 'bad' | 'neutral';
  readonly paragraphs: readonly string[];
  readonly link?: { readonly href: string; readonly text: string };
}

export const home = { href: '/', text: 'To the start page' } as const;

export function sendMessage(reply: FastifyReply, { status, title, ...values }: Message): FastifyReply {
  return sendPage(reply, { status, title, template: 'pages/templates/message', values: { link: home, ...values } });
}
