import { type Config, readConfig } from '@online-cinema/http/config';
import { listen } from '@online-cinema/http/listen';
import { logOfProcess } from '@online-cinema/http/logger';
import { keepFilesPrivate } from '@online-cinema/http/private-files';
import { endInGoodOrder } from '@online-cinema/http/shutdown';
import { whyNot } from '@online-cinema/http/why-not';
import { compose } from './composition.ts';
import { healthServer } from './health-server.ts';

/** The links in mails lead to the HTTP app, not to the worker's own port. */
const DEFAULTS = { port: 8001, publicUrl: 'http://127.0.0.1:8000' };

/** How this app is started. */
const COMMAND = 'npm run worker';

/** Carries out jobs and what the clock asks for, until it is told to stop. */
async function start(config: Config): Promise<void> {
  const logger = logOfProcess('worker', config.logLevel);
  const work = await compose(config, logger);
  let isStopping = false;
  const server = await healthServer({ ...work, isStopping: () => isStopping }, config, logger);
  endInGoodOrder(async () => {
    isStopping = true;
    const hasEnded = await work.stop();
    await server.close();
    return hasEnded;
  }, logger);
  await listen(server, config, COMMAND);
  await work.start();
  logger.info('the worker is at work');
}

keepFilesPrivate();
let config: Config | undefined;
try {
  config = readConfig(process.env, DEFAULTS);
  await start(config);
} catch (error) {
  process.stderr.write(`${whyNot(error, config)}\n`);
  process.exit(1);
}
