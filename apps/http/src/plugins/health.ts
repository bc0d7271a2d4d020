import fastifyPlugin from 'fastify-plugin';
import { isOperator } from '../shared/operators.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Machines ask this again and again: that all is well is a line of the log for those alone who look for it. */
    isProbe?: boolean;
  }
}

/** One thing the process needs, and how to ask whether it is there. */
export type HealthCheck = Readonly<{
  name: string;
  /** Without it nothing can be answered; without others the process is merely degraded. */
  vital: boolean;
  /** Resolves if it is there; rejects, or takes longer than two seconds, if not. */
  ask: () => Promise<void>;
}>;

type HealthOptions = Readonly<{
  checks: readonly HealthCheck[];
  opsToken: string | undefined;
  /** Whether the process is on its way out. */
  isStopping: () => boolean;
}>;

const longestCheck = 2_000;
/** Asked every second. */
const probe = { config: { isProbe: true } };

/** `/health/live`: the process runs; `/health/ready`: it can answer. Both for load balancers and operators. */
export const health = fastifyPlugin<HealthOptions>(async (app, { checks, opsToken, isStopping }) => {
  const failing = new Set<string>();

  app.get('/health/live', probe, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });

  app.get('/health/ready', probe, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const results = await Promise.all(checks.map(measured));
    for (const { check, fault } of results) {
      const { name } = check;
      // Once, not every second for as long as it lasts.
      if (fault !== undefined && !failing.has(name))
        request.log.warn({ err: fault, check: name }, 'a health check failed');
      if (fault === undefined && failing.has(name)) request.log.info({ check: name }, 'a health check is well again');
      if (fault === undefined) failing.delete(name);
      else failing.add(name);
    }
    const isDown = isStopping() || results.some(({ check, fault }) => check.vital && fault !== undefined);
    const status = results.every(({ fault }) => fault === undefined) && !isStopping() ? 'ok' : 'degraded';
    if (isDown) reply.code(503);
    if (!isOperator(request, opsToken)) return { status };
    return { status, checks: Object.fromEntries(results.map((result) => [result.check.name, shown(result)])) };
  });
});

/** `fault`: why it is not there. */
type Result = Readonly<{ check: HealthCheck; fault: unknown; latency: number }>;

async function measured(check: HealthCheck): Promise<Result> {
  const start = performance.now();
  const { promise: tooLate, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, longestCheck, new Error('There is no answer within two seconds'));
  const answer = check.ask().then(
    () => undefined,
    (error: unknown) => error ?? new Error('It does not say why'),
  );
  const fault = await Promise.race([answer, tooLate]);
  clearTimeout(timer);
  return { check, fault, latency: performance.now() - start };
}

function shown({ fault, latency }: Result) {
  return { status: fault === undefined ? 'ok' : 'down', latency_ms: Math.round(latency * 10) / 10 };
}
