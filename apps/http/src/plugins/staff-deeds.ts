import type { Actor } from '@online-cinema/domain/shared';
import type { FastifyContextConfig, FastifyRequest, preSerializationHookHandler, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Who may do more than users. */
type Staff = 'moderator' | 'admin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use a route of users also on what is another's. */
    othersToo?: Staff;
    /** Fields of the body that a deed's line has as well: words of a fixed list alone, and nothing that was written. */
    deedHas?: readonly string[];
  }
}

const belongsTo: Readonly<Record<Staff, (actor: Actor) => boolean>> = {
  moderator: (actor) => actor.mayModerate(),
  admin: (actor) => actor.mayAdminister(),
};

/**
 * Logs one line for whatever moderators and admins change as such, so that it can be told later who did it: ids,
 * that of what was made among them, and words of fixed lists; nothing that was written. Copies of a request that are
 * answered and not done again leave none.
 */
export const staffDeeds = fastifyPlugin(async (app) => {
  app.addHook('onRoute', (route) => {
    const staff = staffOf(route);
    if (staff === undefined) return;
    const { handler } = route;
    const made = new WeakMap<FastifyRequest, unknown>();
    const noteMade: preSerializationHookHandler = (request, reply, answer: unknown, done) => {
      if (reply.statusCode === 201) made.set(request, fieldOf(answer, 'id'));
      done(null, answer);
    };
    route.preSerialization = [noteMade, ...[route.preSerialization ?? []].flat()];
    route.handler = async function (request, reply) {
      const answer: unknown = await handler.call(this, request, reply);
      if (reply.statusCode < 400 && belongsTo[staff](request.actor)) {
        request.log.info({ ...lineOf(request), made: made.get(request) }, 'staff deed');
      }
      return answer;
    };
  });
});

/** Whose deeds a route carries out; undefined where it changes nothing, or only what is one's own. */
function staffOf({ method, config }: RouteOptions): Staff | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  return config?.who === 'moderator' || config?.who === 'admin' ? config.who : config?.othersToo;
}

function lineOf({ actor, method, routeOptions, params, body }: FastifyRequest): object {
  const { deedHas = [] }: FastifyContextConfig = routeOptions.config;
  const words = Object.fromEntries(deedHas.map((field) => [field, fieldOf(body, field)]));
  return { user: actor.userId, method, route: routeOptions.url, params, ...words };
}

function fieldOf(fields: unknown, name: string): unknown {
  return typeof fields === 'object' && fields !== null ? Reflect.get(fields, name) : undefined;
}
