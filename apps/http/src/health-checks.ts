import type { Clock } from '@online-cinema/application/ports';
import { later, minutes } from '@online-cinema/domain/shared';
import type { HealthCheck } from './plugins/health.ts';

/** How far jobs may be behind before the process calls itself degraded. */
const PATIENCE_WITH_JOBS = minutes(5);

/** What a process asks of itself. */
export function healthChecksOf({
  isUpToDate,
  jobs,
  clock,
  redis,
}: {
  /** Whether the database has the schema of this version; rejects while it cannot be reached. */
  isUpToDate: () => Promise<boolean>;
  /** `nextDue`: when the next job is due; undefined if there is none. */
  jobs: { nextDue(): Promise<Date | undefined> };
  clock: Pick<Clock, 'now'>;
  /** `check` rejects while Redis takes nothing down. Undefined where there is to be none. */
  redis?: { check(): Promise<void> } | undefined;
}): readonly HealthCheck[] {
  const askDatabase = async () => {
    if (!(await isUpToDate())) throw new Error('The schema is not up to date');
  };
  const askJobs = async () => {
    const due = await jobs.nextDue();
    if (due !== undefined && clock.now() > later(due, PATIENCE_WITH_JOBS)) throw new Error('Jobs are behind');
  };
  return [
    { name: 'database', vital: true, ask: askDatabase },
    { name: 'jobs', vital: false, ask: askJobs },
    ...(redis === undefined ? [] : [{ name: 'redis', vital: false, ask: () => redis.check() }]),
  ];
}
