import type { Writable } from 'node:stream';
import { ServiceUnavailable } from '@online-cinema/application/ports';
import type { Logger } from 'pino';
import type { Cinema } from './cinema.ts';
import { compose } from './composition.ts';
import { type Config, readConfig, WrongConfiguration } from './config.ts';
import { showsMailbox } from './dev/shows-mailbox.ts';
import { importProgress, importSummary } from './import-progress.ts';
import { createLogger } from './logger.ts';
import { readableLog } from './readable-log.ts';
import { buildServer } from './server.ts';
import { endInGoodOrder } from './shutdown.ts';
import { StartRefused } from './start-refused.ts';
import type { Server } from './type-provider.ts';

/** Starts the system in this process; if that cannot be, says in one line why, and ends it with code 1. */
export async function start(): Promise<void> {
  try {
    await run(readConfig(process.env));
  } catch (error) {
    say(`${whyNot(error)}\n`, process.stderr);
    process.exit(1);
  }
}

/** In words for whoever starts it; a fault of our own comes with its stack. */
function whyNot(error: unknown): string {
  if (error instanceof WrongConfiguration || error instanceof StartRefused) return error.message;
  if (!(error instanceof Error)) return String(error);
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  if (error instanceof ServiceUnavailable) return `The database cannot be reached: ${reason}`;
  // What the operating system refuses: a folder that may not be written, a disk that is full, …
  return 'syscall' in error ? `Online Cinema cannot start: ${error.message}` : `${error.stack}`;
}

async function run(config: Config): Promise<void> {
  // What is written is its owner's alone to read: mails, secrets, everything about people.
  process.umask(0o077);
  const logger = loggerFor(config);
  const cinema = await compose(config, logger);
  let app: Server | undefined;
  endInGoodOrder(async () => {
    await Promise.all([app?.close(), cinema.rest()]);
    await cinema.close();
  }, logger);

  await cinema.prepareSchema();
  if (config.mode === 'embedded') await cinema.useCases.createFirstAdmin.execute(announceAdmin);
  if (config.demoCatalogue) await importDemoFilms(cinema);
  app = await buildServer(cinema.server);
  await listen(app, config);
  await cinema.begin();
  say(whereThingsAre(config));
}

function loggerFor({ logLevel }: Config): Logger {
  return createLogger(logLevel, process.stdout.isTTY ? readableLog((line) => say(line)) : undefined);
}

/** The one place where the password is ever shown; it goes to the terminal alone, never to the log. */
function announceAdmin({ email, password }: { email: string; password: string }): void {
  say(`The first admin is ${email}, with the password ${password}\nIt is shown this once: keep it, or change it.\n`);
}

async function importDemoFilms({ useCases, demoFilms }: Cinema): Promise<void> {
  const films = await demoFilms();
  const progress = await importProgress(process.stdout, films, 'Importing demo films');
  const report = await useCases.importDemoCatalogue.execute(films, progress.show).finally(progress.stop);
  if (report !== undefined) say(`${importSummary(report, 'Imported', 'demo film')}\n`);
}

/** @throws StartRefused if the address is not to be had */
async function listen(app: Server, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const reason = reasons[error instanceof Error && 'code' in error ? String(error.code) : ''];
    if (reason === undefined) throw error;
    throw new StartRefused(`${host}:${port} ${reason}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or set PORT to another number.',
  EACCES: 'may not be listened on by this user: set PORT to a number above 1023.',
  EADDRNOTAVAIL: 'is no address of this machine: set HOST to one that is.',
  ENOTFOUND: 'cannot be found: set HOST to an address of this machine.',
};

function whereThingsAre(config: Config): string {
  const at = config.publicUrl;
  const places = [
    ['API', `${at}/api/v1`],
    ['Docs', `${at}/docs`],
    ...(showsMailbox(config) ? [['Mailbox', `${at}/dev/mailbox`]] : []),
  ];
  return `\nOnline Cinema is open: ${at}\n${places.map(([what, where]) => `  ${what?.padEnd(8)} ${where}\n`).join('')}\n`;
}

function say(text: string, output: Writable = process.stdout): void {
  output.write(text);
}
