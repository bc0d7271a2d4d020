import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Headers that belong to one connection, or that the server writes itself. */
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length']);

/**
 * Describes the API from its own routes: the OpenAPI document at `/openapi.json`, a page of it at `/docs`. Both are
 * made when somebody first asks for them.
 */
export const documentation = fastifyPlugin<{ version: string }>(async (app, { version }) => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.config?.who !== undefined && route.method !== 'HEAD') routes.push(route);
  });

  let made: Promise<FastifyInstance> | undefined;
  const make = async () => {
    const { buildDocumentation } = await import('../documentation/build-documentation.ts');
    return buildDocumentation(routes, version);
  };
  const give = async (request: FastifyRequest, reply: FastifyReply) => {
    made ??= make();
    const source = await made;
    const answer = await source.inject({ method: 'GET', url: request.url, headers: request.headers });
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !notPassedOn.has(name)) reply.header(name, value);
    }
    return reply.code(answer.statusCode).send(answer.statusCode === 304 ? undefined : answer.rawPayload);
  };

  app.get('/openapi.json', give);
  app.get('/docs', give);
  app.get('/docs/*', give);
  app.addHook('onClose', async () => {
    await (await made)?.close();
  });
});
