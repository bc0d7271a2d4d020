import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import type { Cinema } from './cinema.ts';
import { compose } from './composition.ts';
import { type Config, readConfig } from './config.ts';
import { showsMailbox } from './dev/shows-mailbox.ts';
import { type ImportProgress, importProgress, importSummary } from './import-progress.ts';
import { assertFree, listen } from './listen.ts';
import { createLogger, logOfProcess } from './logger.ts';
import { keepFilesPrivate } from './private-files.ts';
import { readableLog } from './readable-log.ts';
import { buildServer } from './server.ts';
import { endInGoodOrder } from './shutdown.ts';
import type { Server } from './type-provider.ts';
import { whyNot } from './why-not.ts';

/** How this app is started. */
const COMMAND = 'npm start';

/** Starts the system in this process; if that cannot be, says in one line why, and ends it with code 1. */
export async function start(): Promise<void> {
  keepFilesPrivate();
  let config: Config | undefined;
  try {
    config = readConfig(process.env);
    await run(config);
  } catch (error) {
    say(`${whyNot(error, config)}\n`, process.stderr);
    process.exit(1);
  }
}

async function run(config: Config): Promise<void> {
  const logger = loggerFor(config);
  const cinema = await compose(config, logger);
  let app: Server | undefined;
  endInGoodOrder(async () => {
    const [hasEnded] = await Promise.all([cinema.rest(), app?.close()]);
    await cinema.close();
    return hasEnded;
  }, logger);

  await assertFree(config, COMMAND);
  await cinema.prepareSchema();
  if (config.mode === 'embedded') await cinema.useCases.createFirstAdmin.execute(announceAdmin);
  if (config.demoCatalogue) await importDemoFilms(cinema, logger);
  app = await buildServer(cinema.server);
  await listen(app, config, COMMAND);
  await cinema.begin();
  announceOpening(config, logger);
}

/** Whether a person reads what is said here. Other readers get lines of JSON, and nothing in between. */
const isReadByPeople = process.stdout.isTTY;

function loggerFor({ logLevel }: Config): Logger {
  return isReadByPeople
    ? createLogger(
        logLevel,
        readableLog((line) => say(line)),
      )
    : logOfProcess('http', logLevel);
}

/** The one place where the password is ever shown; it goes to the terminal alone, never to the log. */
function announceAdmin({ email, password }: { email: string; password: string }): void {
  say(`The first admin is ${email}, with the password ${password}\nIt is shown this once: keep it, or change it.\n`);
}

async function importDemoFilms({ useCases, demoFilms }: Cinema, logger: Logger): Promise<void> {
  const films = await demoFilms();
  const doing = 'Importing demo films';
  const progress = isReadByPeople ? await importProgress(process.stdout, films, doing) : lineOf(logger, `${doing} …`);
  const report = await useCases.importDemoCatalogue.execute(films, progress.show).finally(progress.stop);
  if (report === undefined) return;
  const summary = importSummary(report, 'Imported', 'demo film');
  if (isReadByPeople) say(`${summary}\n`);
  else logger.info(summary);
}

function announceOpening(config: Config, logger: Logger): void {
  const at = config.publicUrl;
  const opening = `Online Cinema is open: ${at}`;
  const places = [
    ['API', `${at}/api/v1`],
    ['Docs', `${at}/docs`],
    ...(showsMailbox(config) ? [['Mailbox', `${at}/dev/mailbox`]] : []),
  ];
  if (isReadByPeople) {
    say(`\n${opening}\n${places.map(([what, where]) => `  ${what?.padEnd(8)} ${where}\n`).join('')}\n`);
  } else logger.info(Object.fromEntries(places.map(([what, where]) => [what?.toLowerCase(), where])), opening);
}

/** Says once that something has begun. */
function lineOf(logger: Logger, begun: string): ImportProgress {
  let isSaid = false;
  const show = () => {
    if (!isSaid) logger.info(begun);
    isSaid = true;
  };
  return { show, stop: () => {} };
}

function say(text: string, output: Writable = process.stdout): void {
  output.write(text);
}
