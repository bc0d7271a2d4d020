import type { CutOffJob, JobOutcome } from '@online-cinema/application/ports';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { jobHandlersOn } from './jobs.ts';
import type { Metrics } from './metrics.ts';
import type { JobPorts } from './ports.ts';
import { scheduledOn } from './schedules.ts';

/** What a process that runs jobs carries out, and whom it tells of it. */
export function workToDo(
  ports: JobPorts,
  { rateLimits }: Pick<Config, 'rateLimits'>,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
) {
  const whose = new WeakMap<Error, number>();
  return {
    handlers: jobHandlersOn(ports, {
      isLimited: rateLimits.perAccount > 0,
      onMailSent: (job, user) => logger.info({ job, user }, 'mail sent'),
      onMailNotWritten: (job, user, reason) => logger.info({ job, user, reason }, 'a mail was not written'),
      onMailRefused: (job, user, reason) => {
        metrics.mailRefused(job.name);
        logger.warn({ job, user, reason }, 'a mail was refused for good');
      },
      onMailFailed: (error, user) => whose.set(error, user),
    }),
    schedules: scheduledOn(ports, logger),
    clock: ports.clock,
    alarms: ports.alarms,
    onFailure: ({ error, ...job }: { readonly error: unknown }) => {
      const user = error instanceof Error ? whose.get(error) : undefined;
      logger.warn({ err: error, job, user }, 'a job failed');
    },
    onCutOff: (job: CutOffJob) => logger.warn({ job }, 'a job was cut off, and will be tried again'),
    onScheduleFailure: (schedule: string, error: unknown) =>
      logger.error({ err: error, schedule }, 'what was due by the clock failed'),
    onOutcome: (outcome: JobOutcome) => metrics.jobEnded(outcome),
  };
}
