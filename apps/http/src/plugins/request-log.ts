import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** The status that logs give to a request whose client went away before the answer (nginx's). */
const clientClosedRequest = 499;

/** Logs one line a request: the route's pattern, never its query, which may carry a secret. */
export const requestLog = fastifyPlugin(async (app) => {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(lineOf(request, reply.statusCode, reply.elapsedTime), 'request');
    done();
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.info(lineOf(request, clientClosedRequest, undefined), 'request');
  });
});

function lineOf(request: FastifyRequest, status: number, elapsed: number | undefined): object {
  return {
    method: request.method,
    route: request.routeOptions.url ?? null,
    status,
    ...(elapsed === undefined ? {} : { ms: Math.round(elapsed * 10) / 10 }),
    ...(request.actor.isSignedIn ? { user: request.actor.userId } : {}),
  };
}
