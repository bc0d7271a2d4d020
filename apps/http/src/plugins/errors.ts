import { STATUS_CODES } from 'node:http';
import { DomainError, type ErrorKind, InvalidInput } from '@online-cinema/domain/shared';
import type { FastifyError, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { present } from '../shared/present.ts';
import { faultsOfRules } from '../validation/domain-faults.ts';
import { InputRefused } from '../validation/input-fault.ts';

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

/** After how many seconds a client may try again what was unavailable. */
const tryAgainAfter = 5;

/** Turns whatever was thrown into the contract's `{"detail": …}`; what is our own fault is logged and not told. */
export const errors = fastifyPlugin(async (app) => {
  app.setErrorHandler<Error | FastifyError>((error, request, reply) => {
    if (error instanceof InputRefused) return reply.code(422).send({ detail: error.faults });
    if (error instanceof InvalidInput)
      return reply.code(422).send({ detail: faultsOfRules(error.faults, request.body) });
    if (error instanceof DomainError) {
      // Why something behind us is not available is for whoever runs it.
      if (error.cause !== undefined) request.log.warn({ err: error }, 'the request could not be carried out now');
      return answerRule(error, reply);
    }
    const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
    if (status < 500) return reply.code(status).send({ detail: STATUS_CODES[status] });
    request.log.error({ err: error }, 'the request failed');
    return reply.code(500).send({ detail: request.routeOptions.config.failure ?? 'Internal Server Error' });
  });
});

function answerRule(error: DomainError, reply: FastifyReply): FastifyReply {
  const status = statusOfKind[error.kind];
  if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
  if (status === 503) reply.header('retry-after', tryAgainAfter);
  return reply.code(status).send({ detail: error.message, ...Object(present(error.details)) });
}
