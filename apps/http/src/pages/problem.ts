import { DomainError, type ErrorKind } from '@online-cinema/domain/shared';
import type { FastifyReply } from 'fastify';
import { logFailure, sayWhenToComeBack, statusOf } from '../plugins/failure.ts';

/** What a page says above its form when what was sent could not be taken. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** A line may lead to the field that it is about. */
  readonly lines: readonly { readonly text: string; readonly href?: string }[];
}

const PASSES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'too-many': 'That was too many tries',
  unavailable: 'We cannot do that at the moment',
};

/**
 * What passes by itself, with the time to wait, which the reply's `Retry-After` says too; undefined for anything else. Why
 * it is so goes into the log, as nobody sees the error any more.
 */
export function passingProblem(error: unknown, reply: FastifyReply): Problem | undefined {
  const title = error instanceof DomainError ? PASSES[error.kind] : undefined;
  if (!(error instanceof DomainError) || title === undefined) return undefined;
  logFailure(error, reply.request);
  const seconds = sayWhenToComeBack(reply);
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
  const lines = [error.message, `You can try again in ${wait}.`].map((text) => ({ text }));
  return { status: statusOf(error), title, lines };
}
