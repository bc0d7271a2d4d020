import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Lets pages of these origins call the API from a browser; without any, browsers keep everybody else out. */
export const crossOrigin = fastifyPlugin<{ origins: readonly string[] }>(async (app, { origins }) => {
  if (origins.length === 0) return;
  const leave = {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'x-request-id'],
    exposedHeaders: ['etag', 'idempotent-replayed', 'location', 'retry-after', 'www-authenticate', 'x-request-id'],
    maxAge: 600,
  };
  type Done = (error: null, options: FastifyCorsOptions) => void;
  await app.register(import('@fastify/cors'), () => (request: FastifyRequest, done: Done) => {
    done(null, { ...leave, preflight: isPreflight(request) });
  });
});

/** Any other OPTIONS is a method that nothing here takes (https://fetch.spec.whatwg.org/#cors-preflight-request). */
function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
