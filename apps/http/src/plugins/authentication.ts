import type { Authenticate } from '@online-cinema/application/accounts';
import type { AccessTokens, Clock, TokenSubject } from '@online-cinema/application/ports';
import { Actor, DomainError, NotSignedIn } from '@online-cinema/domain/shared';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Who may use a route; each can all that the one before it can. */
export type Who = 'anyone' | 'user' | 'moderator' | 'admin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; a route of the API says so, others (pages, health) take no token at all. */
    who?: Who;
  }
  interface FastifyRequest {
    /** Who acts, once the route's handler runs. */
    actor: Actor;
    /** Whom the request's token speaks for; null without a token. */
    subject: TokenSubject | null;
    /** The key of the session on which the request is made; throws NotSignedIn without a token. */
    readonly session: string;
  }
}

export class AuthorizationHeaderInvalid extends DomainError {
  readonly kind = 'unauthenticated';
  constructor() {
    super("Invalid Authorization header format. Expected 'Bearer <token>'");
  }
}

export type AuthenticationDependencies = Readonly<{
  accessTokens: Pick<AccessTokens, 'verify'>;
  authenticate: Pick<Authenticate, 'execute'>;
  clock: Pick<Clock, 'now'>;
}>;

/**
 * Says who acts. The token is verified before the input is read, and looked up in the database after the input was
 * found good; a token that is sent must be good, also where none is needed.
 */
export const authentication = fastifyPlugin<AuthenticationDependencies>(async (app, dependencies) => {
  const { accessTokens, authenticate, clock } = dependencies;
  // Nobody in particular, until somebody shows who they are: also for requests that end before that.
  const actors = new WeakMap<FastifyRequest, Actor>();
  app.decorateRequest('actor', {
    getter() {
      return actors.get(this) ?? Actor.anyone;
    },
    setter(actor: Actor) {
      actors.set(this, actor);
    },
  });
  app.decorateRequest('subject', null);
  app.decorateRequest('session', {
    getter() {
      if (this.subject === null) throw new NotSignedIn();
      return this.subject.session;
    },
  });

  const readToken = async (request: FastifyRequest, token: string) => {
    request.subject = await accessTokens.verify('access', token, clock.now());
  };
  const identify = async (request: FastifyRequest) => {
    const { who } = request.routeOptions.config;
    if (request.subject !== null) request.actor = await authenticate.execute(request.subject);
    if (who === 'moderator') request.actor.assertMayModerate();
    if (who === 'admin') request.actor.assertMayAdminister();
  };

  // Nobody waits where there is nothing to wait for: a promise costs a short request as much as all that is asked here.
  app.addHook('onRequest', (request, _reply, done) => {
    const { who } = request.routeOptions.config;
    const token = who === undefined ? undefined : bearerToken(request.headers.authorization);
    if (token !== undefined) return readToken(request, token);
    if (who !== undefined && who !== 'anyone') throw new NotSignedIn();
    return done();
  });

  app.addHook('preHandler', (request, _reply, done) => {
    const { who } = request.routeOptions.config;
    const isOpen = who === undefined || who === 'anyone';
    return request.subject === null && isOpen ? done() : identify(request);
  });
});

/** @throws AuthorizationHeaderInvalid for any header but `Bearer <token>` (RFC 6750; the scheme in any case) */
function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
  if (token === undefined) throw new AuthorizationHeaderInvalid();
  return token;
}
