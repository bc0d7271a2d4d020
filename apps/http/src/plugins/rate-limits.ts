import { hash } from 'node:crypto';
import fastifyRateLimit, { normalizeIP } from '@fastify/rate-limit';
import { canonical, DomainError } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Where tries are limited. Each counts for itself, and all the ways to the same thing count together. */
export type Guarded =
  | 'register'
  | 'activate'
  | 'resend-activation'
  | 'login'
  | 'request-password-reset'
  | 'reset-password';

type Try = Readonly<{
  at: Guarded;
  /** As it was sent, whether or not there is such an account; absent, the try counts for its network address alone. */
  email: string | undefined;
}>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Tries at the route are limited, by the caller's network address and by the `email` of the body. */
    limited?: Guarded;
  }
  interface FastifyRequest {
    /** Counts a try that no body shows. @throws TooManyTries, with `Retry-After` set on the reply */
    countTry(reply: FastifyReply, what: Try): Promise<void>;
  }
}

export class TooManyTries extends DomainError {
  readonly kind = 'too-many';
  constructor() {
    super('Too many requests. Please try again later.');
  }
}

/** Tries a minute; 0 is no limit. */
export type RateLimits = Readonly<{
  /** From one network address: an IPv4 address, or the /64 of an IPv6 one, which is one customer's. */
  perAddress: number;
  /** At one e-mail address from one network address. */
  perAccount: number;
}>;

const oneMinute = 60_000;
/** An account takes as many tries from everywhere as from so many network addresses; a stranger alone locks nobody out. */
const addressesOfAnAccount = 20;
/** How many keys a limit remembers at most; beyond that it forgets the one used least recently. About 16 MB each. */
const keysOfALimit = 50_000;

/**
 * Refuses tries that are too many: once the input was found good, before anything is looked up or hashed. A try that one
 * limit refuses does not count for the next, so that nobody uses up the tries of others.
 */
export const rateLimits = fastifyPlugin<RateLimits>(async (app, { perAddress, perAccount }) => {
  await app.register(fastifyRateLimit, { global: false });
  const keys = new WeakMap<FastifyRequest, string>();
  const counting = (max: number) => {
    const settings = { max, timeWindow: oneMinute, cache: keysOfALimit };
    return app.createRateLimit({ ...settings, keyGenerator: (request) => keys.get(request) ?? '' });
  };
  const limits = [
    { max: perAddress, keyOf: (network: string) => network },
    { max: perAccount, keyOf: (network: string, account?: string) => account && `${account} ${network}` },
    { max: perAccount * addressesOfAnAccount, keyOf: (_network: string, account?: string) => account },
  ]
    .filter(({ max }) => max > 0)
    .map(({ max, keyOf }) => ({ keyOf, count: counting(max) }));

  app.decorateRequest('countTry', async function countTry(reply, { at, email }) {
    const network = normalizeIP(this.ip);
    const account = email === undefined ? undefined : canonical(email);
    for (const { keyOf, count } of limits) {
      const key = keyOf(network, account);
      if (key === undefined) continue;
      // Of one length, whatever was sent, and nothing that could be read.
      keys.set(this, `${at} ${hash('sha256', key, 'base64')}`);
      const verdict = await count(this);
      if (verdict.isAllowed || !verdict.isExceeded) continue;
      reply.header('retry-after', verdict.ttlInSeconds);
      throw new TooManyTries();
    }
  });

  app.addHook('preHandler', (request, reply, done) => {
    const { limited } = request.routeOptions.config;
    if (limited === undefined) return done();
    return request.countTry(reply, { at: limited, email: emailIn(request.body) });
  });
});

function emailIn(body: unknown): string | undefined {
  const email: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'email') : undefined;
  return typeof email === 'string' ? email : undefined;
}
