import { type FastifyInstance, fastify, type RouteOptions } from 'fastify';
import { ownCompilers } from '../own-compilers.ts';
import { describeOperation } from './operation.ts';

const introduction = `An online cinema: people register, choose films and buy the right to watch them.

Register, follow the link of the e-mail, log in, and send the access token as \`Authorization: Bearer …\`.
A slash at the end of a path is optional. Times are ISO 8601 in UTC, money is a decimal string.
Whole numbers of a path or a query beyond 32 bits are taken as the last of them, where nothing is.`;

const tags = [
  { name: 'Accounts', description: 'Registering, logging in and out, sessions' },
  { name: 'Profiles', description: 'What users show of themselves' },
  { name: 'Administration', description: 'Who is in, what they may do, and what they bought' },
  { name: 'Catalogue', description: 'Films: for anyone to find, for moderators to keep' },
  { name: 'Lists of names', description: 'Genres, actors and all else that films are found by; moderators keep them' },
  { name: 'Community', description: 'What users think and say of films, and to each other' },
  { name: 'Cart', description: 'What a user means to buy' },
  { name: 'Orders', description: 'What a user agreed to buy, and the way to pay for it' },
  { name: 'Payments', description: 'Money that moved' },
  { name: 'Purchases', description: 'The library: what a user may watch' },
];

/**
 * A server of nothing but the document and its page, made from the routes of the real one. It stands apart because
 * the libraries that write the document take longer to load than the rest of a start, and few starts need them.
 */
export async function buildDocumentation(routes: readonly RouteOptions[], version: string): Promise<FastifyInstance> {
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true },
    schemaController: ownCompilers,
  });
  await app.register(import('@fastify/swagger'), {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Online Cinema', version, description: introduction, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags,
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
  });
  await app.register(import('@fastify/swagger-ui'), {
    routePrefix: '/docs',
    theme: { title: 'Online Cinema: the API' },
    // Without the bar of another's name, which asks for other documents.
    uiConfig: { persistAuthorization: true, layout: 'BaseLayout' },
    staticCSP: "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
  });
  for (const route of routes) {
    const { method, url } = route;
    app.route({ method, url, schema: describeOperation(route), handler: async () => undefined });
  }
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.ready();
  for (const path of Object.values(app.swagger().paths ?? {})) leaveOptionalBodiesOptional(path);
  return app;
}

/** The generator calls every body required; those of operations that say otherwise are not. */
function leaveOptionalBodiesOptional(path: object | undefined): void {
  for (const operation of Object.values(path ?? {})) {
    if (!operation['x-body-optional']) continue;
    operation.requestBody.required = false;
    delete operation['x-body-optional'];
  }
}
