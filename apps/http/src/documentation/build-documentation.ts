import { type FastifyInstance, fastify, type RouteOptions } from 'fastify';
import { ownCompilers } from '../own-compilers.ts';
import { completeDocument } from './complete-document.ts';
import { completePage, completeStart, pageStyle } from './docs-page.ts';
import { introduction, tags } from './introduction.ts';
import { describeOperation } from './operation.ts';

export type DocumentationSettings = Readonly<{
  version: string;
  /** Where browsers find this system. */
  publicUrl: string;
}>;

/**
 * A server of nothing but the document and its page, made from the routes of the real one. It stands apart because
 * the libraries that write the document take longer to load than the rest of a start, and few starts need them.
 */
export async function buildDocumentation(
  routes: readonly RouteOptions[],
  { version, publicUrl }: DocumentationSettings,
): Promise<FastifyInstance> {
  const app = fastify({
    routerOptions: { ignoreTrailingSlash: true },
    schemaController: ownCompilers,
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    const complete = completions.get(request.url.split(/[?#]/, 1)[0]?.replace(/\/$/, '') ?? '');
    done(null, complete && typeof payload === 'string' ? complete(payload) : payload);
  });
  await app.register(import('@fastify/swagger'), {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Online Cinema', version, description: introduction, license: { name: 'MIT', identifier: 'MIT' } },
      // The page of the document sends to where it came from; clients that are made from a file know the other.
      servers: [
        { url: '/', description: 'Where this document is' },
        { url: publicUrl, description: 'Where the cinema is for everybody' },
      ],
      tags,
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
  });
  await app.register(import('@fastify/swagger-ui'), {
    routePrefix: '/docs',
    theme: { title: 'Online Cinema: the API', css: [{ filename: 'cinema.css', content: pageStyle }] },
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
  completeDocument(app.swagger());
  return app;
}

/** What is served otherwise than its library makes it, by its path. */
const completions: ReadonlyMap<string, (text: string) => string> = new Map([
  ['/docs', completePage],
  ['/docs/static/swagger-initializer.js', completeStart],
]);
