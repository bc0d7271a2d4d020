import { readConfig, WrongConfiguration } from '@online-cinema/http/config';
import { createLogger } from '@online-cinema/http/logger';
import { endInGoodOrder } from '@online-cinema/http/shutdown';
import { StartRefused } from '@online-cinema/http/start-refused';
import { compose } from './composition.ts';
import { healthServer } from './health-server.ts';

/** The links in mails lead to the HTTP app, not to the worker's own port. */
const DEFAULTS = { port: 8001, publicUrl: 'http://127.0.0.1:8000' };

/** Carries out jobs and what the clock asks for, until it is told to stop. */
async function start(): Promise<void> {
  const config = readConfig(process.env, DEFAULTS);
  const logger = createLogger(config.logLevel);
  const work = await compose(config, logger);
  let isStopping = false;
  const server = await healthServer({ ...work, isStopping: () => isStopping }, config, logger);
  endInGoodOrder(async () => {
    isStopping = true;
    await work.stop();
    await server.close();
  }, logger);
  await server.listen({ host: config.host, port: config.port });
  await work.start();
  logger.info('the worker is at work');
}

try {
  await start();
} catch (error) {
  if (!(error instanceof WrongConfiguration) && !(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
