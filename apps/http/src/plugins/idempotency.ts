import { hash } from 'node:crypto';
import type { Claim, ClaimIdempotencyKey, KeepAnswer } from '@online-cinema/application/ordering';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Type } from 'typebox';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Copies of a request that carry the same `Idempotency-Key` are answered and not done again. */
    repeatable?: true;
  }
  interface FastifyRequest {
    /** The id of the key under which the request is done; undefined without one. */
    requestKey: number | undefined;
  }
}

export type IdempotencyUseCases = Readonly<{ claimIdempotencyKey: ClaimIdempotencyKey; keepAnswer: KeepAnswer }>;

const header = 'idempotency-key';

/** What routes with `repeatable` take; other headers are none of their business. */
export const idempotencyHeaders = Type.Object({
  [header]: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description:
        'A name of your own for this one request, best a new random uuid: for 24 hours a copy of it under the same name gets the first answer again, and nothing is done twice.',
    }),
  ),
});

/** Answers that a copy is not to be given: another time the same request may fare better. */
export const isPassing = (status: number) => status === 401 || status === 422 || status === 429 || status >= 500;

/** Does a request once however often it is sent, where its client gives it a name. */
export const idempotency = fastifyPlugin<IdempotencyUseCases>(async (app, { claimIdempotencyKey, keepAnswer }) => {
  const claims = new WeakMap<FastifyRequest, Claim>();
  app.decorateRequest('requestKey', undefined);

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    const { actor } = request;
    const standing = await claimIdempotencyKey.execute({ actor, key, request: digestOf(request) });
    if ('answer' in standing) return giveAgain(standing.answer, reply);
    claims.set(request, standing.claim);
    request.requestKey = standing.claim.keyId;
  });

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const claim = claims.get(request);
    if (claim === undefined) return payload;
    claims.delete(request);
    const { statusCode: status } = reply;
    const answer = isPassing(status) || typeof payload !== 'string' ? null : { status, body: payload };
    // The work is done: what cannot be kept must not turn its answer into a failure, as a copy finds what was done.
    await keepAnswer.execute({ claim, answer }).catch((error: unknown) => {
      request.log.error({ err: error }, 'the answer to a request could not be kept for its copies');
    });
    return payload;
  });
});

function keyOf({ routeOptions, headers }: FastifyRequest): string | undefined {
  const key = headers[header];
  return routeOptions.config.repeatable !== undefined && typeof key === 'string' ? key : undefined;
}

/** The same for copies of one request: its path, with or without a slash at the end, and what its body says. */
function digestOf({ url, body }: FastifyRequest): string {
  const { pathname } = new URL(url, 'http://localhost');
  return hash('sha256', `${pathname.replace(/\/$/, '')}\n${JSON.stringify(body ?? null)}`);
}

function giveAgain({ status, body }: { status: number; body: string }, reply: FastifyReply): FastifyReply {
  // Read again, so that it is sent with all that goes by what is in it.
  return reply.code(status).header('idempotent-replayed', 'true').send(JSON.parse(body));
}
