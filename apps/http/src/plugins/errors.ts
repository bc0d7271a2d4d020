import { STATUS_CODES } from 'node:http';
import { DomainError, InvalidInput } from '@online-cinema/domain/shared';
import type { FastifyError, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { present } from '../shared/present.ts';
import { faultsOfRules } from '../validation/domain-faults.ts';
import { InputRefused } from '../validation/input-fault.ts';
import { logFailure, sayWhenToComeBack, statusOf } from './failure.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the contract has the route say when it fails by our own fault. */
    failure?: string;
  }
}

/** Turns whatever was thrown into the contract's `{"detail": …}`; what is our own fault is logged and not told. */
export const errors = fastifyPlugin(async (app) => {
  app.setErrorHandler<Error | FastifyError>((error, request, reply) => {
    if (error instanceof InputRefused) return reply.code(422).send({ detail: error.faults });
    if (error instanceof InvalidInput)
      return reply.code(422).send({ detail: faultsOfRules(error.faults, request.body) });
    logFailure(error, request);
    if (error instanceof DomainError) return answerRule(error, reply);
    const status = statusOf(error);
    const failure = status === 500 ? request.routeOptions.config.failure : undefined;
    return reply.code(status).send({ detail: failure ?? STATUS_CODES[status] });
  });
});

function answerRule(error: DomainError, reply: FastifyReply): FastifyReply {
  const status = statusOf(error);
  if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
  if (status === 503) sayWhenToComeBack(reply);
  return reply.code(status).send({ detail: error.message, ...Object(present(error.details)) });
}
