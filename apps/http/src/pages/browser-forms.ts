import formbody from '@fastify/formbody';
import { DomainError } from '@online-cinema/domain/shared';
import type { FastifyError } from 'fastify';
import { logFailure, statusOf } from '../plugins/failure.ts';
import type { Server } from '../type-provider.ts';
import { type Message, sendMessage } from './message.ts';
import { passingProblem } from './problem.ts';

/** In bytes. The largest form we have is an e-mail address, a token and a password, twice. */
export const LARGEST_FORM = 16 * 1024;

/** What went wrong with the request itself, in words, by status. */
const FAULTS_OF_REQUESTS: Readonly<Record<number, Pick<Message, 'title' | 'paragraphs'>>> = {
  413: { title: 'That was too much', paragraphs: ['The form that was sent is larger than any of ours.'] },
  415: { title: 'That was no form', paragraphs: ['This page takes what its own form sends, and nothing else.'] },
};
const UNREADABLE = { title: 'We could not read that', paragraphs: ['Please go back and try once more.'] };

/** Within `app`, bodies are forms, and whatever goes wrong is answered with a page. */
export async function browserForms(app: Server): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: LARGEST_FORM });

  app.setErrorHandler<Error | FastifyError>((error, request, reply) => {
    const passing = passingProblem(error, reply);
    if (passing) {
      const { status, title, lines } = passing;
      return sendMessage(reply, { status, title, mood: 'bad', paragraphs: lines.map(({ text }) => text) });
    }
    logFailure(error, request);
    const status = statusOf(error);
    if (error instanceof DomainError) {
      return sendMessage(reply, { status, title: 'That did not work', mood: 'bad', paragraphs: [error.message] });
    }
    if (status < 500) return sendMessage(reply, { status, mood: 'bad', ...(FAULTS_OF_REQUESTS[status] ?? UNREADABLE) });
    return sendMessage(reply, {
      status: 500,
      title: 'Something went wrong on our side',
      mood: 'bad',
      paragraphs: ['It is no fault of yours, and it has been written down. Please try again in a while.'],
    });
  });
}

/** A field of a query or a form; undefined if it is not there once, or could not be stored. */
export function fieldOf(source: unknown, name: string, longest = 1000): string | undefined {
  const value: unknown = typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined;
  if (typeof value !== 'string' || value.length > longest) return undefined;
  return value.isWellFormed() && !value.includes('\0') ? value : undefined;
}
