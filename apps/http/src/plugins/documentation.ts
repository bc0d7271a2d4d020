import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { DocumentationSettings } from '../documentation/build-documentation.ts';

/** Headers that belong to one connection, or that the server writes itself. */
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length']);

type DocumentationOptions = DocumentationSettings &
  Readonly<{
    /** Throws for those who may not read the docs. */
    guard: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  }>;

/**
 * Describes the API from its own routes: the OpenAPI document at `/openapi.json`, a page of it at `/docs`. Both are
 * made when somebody first asks for them.
 */
export const documentation = fastifyPlugin<DocumentationOptions>(async (app, { guard, ...settings }) => {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.config?.who !== undefined && route.method !== 'HEAD') routes.push(route);
  });

  let made: Promise<FastifyInstance> | undefined;
  const make = async () => {
    const { buildDocumentation } = await import('../documentation/build-documentation.ts');
    return buildDocumentation(routes, settings);
  };
  const give = async (request: FastifyRequest, reply: FastifyReply) => {
    made ??= make();
    const source = await made;
    const answer = await source.inject({ method: 'GET', url: request.url, headers: request.headers });
    if (answer.statusCode === 404) return reply.callNotFound();
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !notPassedOn.has(name)) reply.header(name, value);
    }
    return reply.code(answer.statusCode).send(answer.statusCode === 304 ? undefined : answer.rawPayload);
  };

  for (const path of ['/openapi.json', '/docs', '/docs/*']) app.get(path, { onRequest: guard }, give);
  app.addHook('onClose', async () => {
    await (await made)?.close();
  });
});
