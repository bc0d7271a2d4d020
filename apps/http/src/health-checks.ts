import { minutes } from '@online-cinema/domain/shared';
import type { HealthCheck } from './plugins/health.ts';

/** How far jobs may be behind before the process calls itself degraded. */
const PATIENCE_WITH_JOBS = minutes(5);

/** What a process asks of itself. */
export function healthChecksOf(process: {
  /** Whether the database has the schema of this version; rejects while it cannot be reached. */
  isUpToDate: () => Promise<boolean>;
  /** When the next job is due; undefined if there is none. */
  nextDue: () => Promise<Date | undefined>;
  /** Rejects while Redis takes nothing down; undefined where there is to be none. */
  checkRedis?: (() => Promise<void>) | undefined;
}): readonly HealthCheck[] {
  const askDatabase = async () => {
    if (!(await process.isUpToDate())) throw new Error('The schema is not up to date');
  };
  const askJobs = async () => {
    const due = await process.nextDue();
    if (due !== undefined && Date.now() - due.getTime() > PATIENCE_WITH_JOBS) throw new Error('Jobs are behind');
  };
  return [
    { name: 'database', vital: true, ask: askDatabase },
    { name: 'jobs', vital: false, ask: askJobs },
    ...(process.checkRedis === undefined ? [] : [{ name: 'redis', vital: false, ask: process.checkRedis }]),
  ];
}
