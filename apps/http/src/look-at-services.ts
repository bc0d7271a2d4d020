import type { Logger } from 'pino';

/** Something beside the process that it needs sooner or later, and a question that only its right user is answered. */
export type Service = Readonly<{ name: string; ask: () => Promise<unknown> }>;

/**
 * Asks each service once and says in a line whether it answers, so that a wrong name or a wrong key shows at the start and
 * not with the first customer. Never rejects: who is away now may come back.
 */
export async function lookAtServices(services: readonly Service[], logger: Logger): Promise<void> {
  await Promise.all(
    services.map(async ({ name, ask }) => {
      try {
        await ask();
        logger.info({ service: name }, 'a service answers');
      } catch (error) {
        logger.warn({ service: name, reason: reasonOf(error) }, 'a service does not do as it should');
      }
    }),
  );
}

/** What the service itself said, or the network in its place: the innermost reason. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.name}: ${error.message}` : reasonOf(error.cause);
}
