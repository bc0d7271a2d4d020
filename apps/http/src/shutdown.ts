import type { Logger } from 'pino';
import { outliveReaders } from './outlive-readers.ts';

/** How long what runs may take to finish. */
const patience = 10_000;
/** How long whoever reads the log may take for the last of it. */
const patienceWithReader = 1_000;
/** Who stops a group of processes signals all of them, and some of those hand the signal on: copies arrive within this. */
const sameSignalWithin = 1_000;

/**
 * Ends the process in good order, once: on SIGINT, on SIGTERM, and when the process that started us is gone. A second
 * signal ends it at once, unless it is a copy of the first, and so does the end of patience. What nobody caught ends it
 * in good order with code 1; that nobody reads any more what is said is no reason to end.
 *
 * @param close stops taking requests, finishes what runs, and closes everything; tells whether all that ran ended by
 *   itself: if something was cut off, the code is 1
 */
export function endInGoodOrder(close: () => Promise<boolean>, logger: Logger): void {
  let isEnding = false;
  let endsSince = 0;
  const end = async (code: number, reason: string) => {
    isEnding = true;
    endsSince = performance.now();
    logger.info({ reason }, 'stopping: what is under way ends first; a second signal ends it at once');
    setTimeout(() => {
      logger.error('not everything had finished when the process was ended');
      process.exit(1);
    }, patience).unref();
    try {
      const hasEnded = await close();
      logger.info('stopped');
      exit(hasEnded ? code : 1, logger);
    } catch (error) {
      logger.fatal({ err: error }, 'the process could not end in good order');
      exit(1, logger);
    }
  };

  const stop = (signal: NodeJS.Signals) => {
    if (!isEnding) void end(0, signal);
    else if (performance.now() - endsSince > sameSignalWithin) process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const left = () => void (isEnding || end(0, 'whoever started it is gone'));
  if (process.channel !== undefined) process.on('disconnect', left);
  const fail = (error: unknown) => {
    logger.fatal({ err: error }, 'nobody caught this');
    if (!isEnding) void end(1, 'nobody caught an error');
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  outliveReaders();
}

/** Ends the process once its log is written: what is written on the way out may overtake what is being written. */
function exit(code: number, logger: Logger): void {
  setTimeout(() => process.exit(code), patienceWithReader);
  logger.flush(() => process.exit(code));
}
