import type { preSerializationHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where that is which the route makes, by the fields of its answer: `/orders/:id/`. */
    location?: string;
  }
}

/** Says with 201 where what was made is to be had (RFC 9110, section 10.2.2), of routes that know. */
export const locations = fastifyPlugin(async (app) => {
  app.addHook('onRoute', (route) => {
    const pattern = route.config?.location;
    if (pattern === undefined) return;
    const before = route.preSerialization ?? [];
    const locating = locatingAt(`${route.prefix}${pattern}`);
    route.preSerialization = [...(Array.isArray(before) ? before : [before]), locating];
  });
});

function locatingAt(pattern: string): preSerializationHookHandler {
  return (_request, reply, made: unknown, done) => {
    if (reply.statusCode === 201) reply.header('location', filled(pattern, made));
    done(null, made);
  };
}

function filled(pattern: string, made: unknown): string {
  const fields = typeof made === 'object' && made !== null ? made : {};
  return pattern.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(Reflect.get(fields, name))));
}
