import type { Config } from '@online-cinema/http/config';
import type { Metrics } from '@online-cinema/http/metrics';
import { errors } from '@online-cinema/http/plugins/errors';
import { type HealthCheck, health } from '@online-cinema/http/plugins/health';
import { metrics } from '@online-cinema/http/plugins/metrics';
import { fastify, LogController } from 'fastify';
import type { Logger } from 'pino';

/** What load balancers and operators ask a worker: `/health/live`, `/health/ready` and `/metrics`. */
export async function healthServer(
  watched: Readonly<{ healthChecks: readonly HealthCheck[]; metrics: Metrics; isStopping: () => boolean }>,
  { opsToken }: Pick<Config, 'opsToken'>,
  logger: Logger,
) {
  const logController = new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' });
  const app = fastify({ loggerInstance: logger, logController });
  await app.register(errors);
  await app.register(metrics, { metrics: watched.metrics, opsToken });
  await app.register(health, { checks: watched.healthChecks, opsToken, isStopping: watched.isStopping });
  return app;
}
