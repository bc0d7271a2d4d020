import underPressure from '@fastify/under-pressure';
import { ServiceUnavailable } from '@online-cinema/application/ports';
import fastifyPlugin from 'fastify-plugin';
import type { Metrics } from '../metrics.ts';

type LoadSheddingOptions = Readonly<{
  /** Milliseconds by which the event loop may be late on average; 0 sheds nothing. */
  maxEventLoopDelay: number;
  metrics: Pick<Metrics, 'requestShed'>;
}>;

/** Over how many milliseconds the average is taken: one long turn is no pressure, many are. */
const sampleInterval = 2_000;
/** What tells operators and load balancers how it stands is answered all the same. */
const alwaysAnswered = ['/health/live', '/health/ready', '/metrics'];

/**
 * Refuses requests with 503 while the event loop is late, before anything is done for them: some answers in time are
 * better than all of them too late. Hashing has a limit of its own, and so has the pool of database connections.
 */
export const loadShedding = fastifyPlugin<LoadSheddingOptions>(async (app, { maxEventLoopDelay, metrics }) => {
  if (maxEventLoopDelay === 0) return;
  await app.register(underPressure, {
    maxEventLoopDelay,
    sampleInterval,
    pressureHandler: async ({ routeOptions }) => {
      if (alwaysAnswered.includes(routeOptions.url ?? '')) return;
      metrics.requestShed();
      throw new ServiceUnavailable();
    },
  });
});
