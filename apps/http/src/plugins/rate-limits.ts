import { hash } from 'node:crypto';
import fastifyRateLimit, { normalizeIP, type RateLimitPluginOptions } from '@fastify/rate-limit';
import { canonical, DomainError } from '@online-cinema/domain/shared';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Metrics } from '../metrics.ts';

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

/** Where several processes count together: a Redis, as far as the library that counts needs to know it. */
export type SharedCounts = Readonly<{
  defineCommand: (name: string, definition: { lua: string; numberOfKeys?: number }) => void;
}>;

type RateLimitOptions = RateLimits &
  Readonly<{ sharedCounts: SharedCounts | undefined; metrics: Pick<Metrics, 'tryRefused'> }>;

const oneMinute = 60_000;
/** An account takes as many tries from everywhere as from so many network addresses; a stranger alone locks nobody out. */
const addressesOfAnAccount = 20;
/** How many keys a limit remembers at most; beyond that it forgets the one used least recently. About 16 MB each. */
const keysOfALimit = 50_000;

/**
 * Refuses tries that are too many: once the input was found good, before anything is looked up or hashed. A try that one
 * limit refuses does not count for the next, so that nobody uses up the tries of others.
 */
export const rateLimits = fastifyPlugin<RateLimitOptions>(async (app, options) => {
  const { perAddress, perAccount, sharedCounts, metrics } = options;
  const keys = new WeakMap<FastifyRequest, string>();
  const keyOfTry = (request: FastifyRequest) => keys.get(request) ?? '';
  const kinds = [
    { name: 'address', max: perAddress, keyOf: (network: string) => network },
    {
      name: 'account-at-address',
      max: perAccount,
      keyOf: (network: string, account?: string) => account && `${account} ${network}`,
    },
    {
      name: 'account',
      max: perAccount * addressesOfAnAccount,
      keyOf: (_network: string, account?: string) => account,
    },
  ];
  const limits: { name: string; keyOf: (network: string, account?: string) => string | undefined; count: Count }[] = [];
  // One after another, as contexts that begin at once are taken for one another's.
  for (const { name, max, keyOf } of kinds) {
    if (max === 0) continue;
    limits.push({ name, keyOf, count: await countingTo(max, { app, name, sharedCounts, keyGenerator: keyOfTry }) });
  }

  app.decorateRequest('countTry', async function countTry(reply, { at, email }) {
    const network = normalizeIP(this.ip);
    const account = email === undefined ? undefined : canonical(email);
    for (const { name, keyOf, count } of limits) {
      const key = keyOf(network, account);
      if (key === undefined) continue;
      // Of one length, whatever was sent, and nothing that could be read.
      keys.set(this, `${at} ${hash('sha256', key, 'base64')}`);
      const verdict = await count(this);
      if (verdict.isAllowed || !verdict.isExceeded) continue;
      metrics.tryRefused(at, name);
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

type Count = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * Counts in this process, and where there are shared counts in these as well. They decide; while they cannot be had
 * within their time, this process goes by its own.
 */
async function countingTo(
  max: number,
  of: Readonly<{
    app: FastifyInstance;
    name: string;
    sharedCounts: SharedCounts | undefined;
    keyGenerator: (request: FastifyRequest) => string;
  }>,
): Promise<Count> {
  const { app, name, sharedCounts, keyGenerator } = of;
  const settings = { global: false, max, timeWindow: oneMinute, keyGenerator };
  const own = await counter(app, { ...settings, cache: keysOfALimit });
  if (sharedCounts === undefined) return own;
  const shared = await counter(app, { ...settings, redis: sharedCounts, nameSpace: `cinema:tries:${name}:` });
  return async (request) => {
    const ownVerdict = await own(request);
    return shared(request).catch((error: unknown) => {
      // That it is gone or silent is said by the connection.
      const isAnswer = error instanceof Error && error.name === 'ReplyError';
      if (isAnswer) request.log.warn({ err: error }, 'Redis does not count tries: this process counts by itself');
      return ownVerdict;
    });
  };
}

/** One of several in a server: the library has one a context. */
async function counter(app: FastifyInstance, settings: RateLimitPluginOptions): Promise<Count> {
  const { promise, resolve } = Promise.withResolvers<Count>();
  await app.register(async (context) => {
    await context.register(fastifyRateLimit, settings);
    resolve(context.createRateLimit());
  });
  return promise;
}

function emailIn(body: unknown): string | undefined {
  const email: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'email') : undefined;
  return typeof email === 'string' ? email : undefined;
}
