import { DomainError, type ErrorKind } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The one place where a broken rule becomes a status. */
export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  refused: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
};

/** When a client may try again what was unavailable. */
const TRY_AGAIN_AFTER_SECONDS = 5;

/** What an answer to this says. Where nothing says so, it is a fault of our own: 500. */
export function statusOf(error: Error): number {
  if (error instanceof DomainError) return statusOfKind[error.kind];
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return Math.min(status, 500);
}

/** Writes down what is not told: a fault of our own, and why something behind us is not available. */
export function logFailure(error: Error, { log }: FastifyRequest): void {
  if (statusOf(error) === 500) log.error({ err: error }, 'the request failed');
  else if (error instanceof DomainError && error.cause !== undefined) {
    log.warn({ err: error }, 'the request could not be carried out now');
  }
}

/** Says when to come back, unless that is said already. In how many seconds. */
export function sayWhenToComeBack(reply: FastifyReply): number {
  if (!reply.hasHeader('retry-after')) reply.header('retry-after', TRY_AGAIN_AFTER_SECONDS);
  return Number(reply.getHeader('retry-after'));
}
