import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { varyBy } from '../shared/vary.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether its answers carry a tag; set by the plugin, for the readers of the document. */
    isCacheable?: true;
  }
}

/**
 * Lets caches keep public reads as long as they ask again (RFC 9111): an answer to nobody in particular carries a weak
 * tag of its body, and is 304 to whoever has it already; an answer to a signed-in user is for that browser alone.
 */
export const cacheable = fastifyPlugin(async (app) => {
  app.addHook('onRoute', (route) => {
    if (route.method === 'GET') route.config = { ...route.config, isCacheable: true };
  });
  app.addHook('onSend', (request, reply, payload: unknown, done) => done(null, cached(request, reply, payload)));
});

/** The payload, under the headers that caches go by. */
function cached(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (!['GET', 'HEAD'].includes(request.method)) return payload;
  varyBy(reply, 'Authorization');
  if (request.headers.authorization !== undefined) {
    reply.header('cache-control', 'private, no-cache');
    return payload;
  }
  reply.header('cache-control', 'public, no-cache');
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  return answerWithTag(`W/"${hash('sha1', payload, 'base64url')}"`, request, reply, payload);
}

function answerWithTag(tag: string, request: FastifyRequest, reply: FastifyReply, payload: string): string | null {
  reply.header('etag', tag);
  const known = request.headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^(?!W\/)/, 'W/'));
  if (!known?.includes(tag) && !known?.includes('W/*')) return payload;
  reply.code(304).removeHeader('content-type');
  // Fastify looks into the answer to a HEAD, and has nothing to look into in null.
  return request.method === 'HEAD' ? '' : null;
}
