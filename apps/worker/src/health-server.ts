import type { Config } from '@online-cinema/http/config';
import { type HealthCheck, health } from '@online-cinema/http/plugins/health';
import { fastify } from 'fastify';
import type { Logger } from 'pino';

/** What load balancers and operators ask a worker: `/health/live` and `/health/ready`. */
export async function healthServer(checks: readonly HealthCheck[], { opsToken }: Config, logger: Logger) {
  const app = fastify({ loggerInstance: logger, disableRequestLogging: true });
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
  });
  await app.register(health, { checks, opsToken, isStopping: () => isStopping });
  return app;
}
