import type { Logger } from 'pino';

/** How long what runs may take to finish. */
const patience = 10_000;

/**
 * Ends the process in good order, once: on SIGINT, on SIGTERM, and when the process that started us is gone. A second
 * signal ends it at once, and so does the end of patience. What nobody caught ends it in good order with code 1.
 *
 * @param close stops taking requests, finishes what runs, and closes everything
 */
export function endInGoodOrder(close: () => Promise<void>, logger: Logger): void {
  let isEnding = false;
  const end = async (code: number) => {
    isEnding = true;
    setTimeout(() => {
      logger.error('not everything had finished when the process was ended');
      process.exit(1);
    }, patience).unref();
    try {
      await close();
      process.exit(code);
    } catch (error) {
      logger.fatal({ err: error }, 'the process could not end in good order');
      process.exit(1);
    }
  };

  const stop = () => {
    if (isEnding) process.exit(1);
    logger.info('stopping: what is under way ends first; a second signal ends it at once');
    void end(0);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  if (process.channel !== undefined) process.on('disconnect', () => void (isEnding || end(0)));
  const fail = (error: unknown) => {
    logger.fatal({ err: error }, 'nobody caught this');
    if (!isEnding) void end(1);
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
}
