import { TokenInvalid } from '@online-cinema/domain/accounts';
import { NotSignedIn } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Metrics } from '../metrics.ts';
import { CLIENT_CLOSED_REQUEST } from '../shared/client-closed-request.ts';
import { isOperator } from '../shared/operators.ts';

type MetricsOptions = Readonly<{ metrics: Metrics; opsToken: string | undefined }>;

/** The label of every path that nothing is at: as many as strangers think of. */
const unknownRoute = '(unknown)';

/** Counts and times every request, and tells it together with all else at `/metrics`, to operators alone. */
export const metrics = fastifyPlugin<MetricsOptions>(async (app, { metrics, opsToken }) => {
  app.addHook('onRequest', (request, reply, done) => {
    metrics.requestBegan();
    // Comes once for each request, also where the client goes away; hooks come once, twice or not at all.
    reply.raw.once('close', () => metrics.requestEnded(answerTo(request, reply)));
    done();
  });

  app.get('/metrics', { config: { isProbe: true } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!isOperator(request, opsToken)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ detail: refusalOf(request) });
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
});

function answerTo(request: FastifyRequest, reply: FastifyReply) {
  const status = reply.raw.writableEnded ? reply.statusCode : CLIENT_CLOSED_REQUEST;
  const route = request.routeOptions.url ?? unknownRoute;
  return { method: request.method, route, status, milliseconds: reply.elapsedTime };
}

function refusalOf({ headers }: FastifyRequest): string {
  return (headers.authorization === undefined ? new NotSignedIn() : new TokenInvalid()).message;
}
