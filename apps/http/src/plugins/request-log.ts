import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { CLIENT_CLOSED_REQUEST } from '../shared/client-closed-request.ts';

/** What may stand in a log of what stands in a path: our numbers and uuids. */
const id = /^(?:\d{1,16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Logs one line a request: the route's pattern and the ids in it, never its query, which may carry a secret. */
export const requestLog = fastifyPlugin(async (app) => {
  app.decorateRequest('about', null);
  app.addHook('onResponse', (request, reply, done) => {
    const isOfNoInterest = request.routeOptions.config.isProbe === true && reply.statusCode < 400;
    request.log[isOfNoInterest ? 'debug' : 'info'](lineOf(request, reply.statusCode, reply.elapsedTime), 'request');
    done();
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.info(lineOf(request, CLIENT_CLOSED_REQUEST, undefined), 'request');
  });
});

function lineOf(request: FastifyRequest, status: number, elapsed: number | undefined): object {
  const ids = Object.entries(request.params ?? {}).filter(([, value]) => id.test(String(value)));
  return {
    method: request.method,
    route: request.routeOptions.url ?? null,
    ...(ids.length > 0 && { params: Object.fromEntries(ids) }),
    status,
    ...(elapsed === undefined ? {} : { ms: Math.round(elapsed * 10) / 10 }),
    ...(request.actor.isSignedIn ? { user: request.actor.userId } : {}),
    ...request.about,
  };
}
