import { defineEntity, p } from '@mikro-orm/core';

/**
 * `waiting`: to be done from `run_at` on. `running`: somebody is at it and says so before `run_at`; from then on it is
 * anybody's. `dead`: given up, kept with its error.
 */
export const JOB_STATUSES = ['waiting', 'running', 'dead'] as const;

/** What is still to be done; a job that is done is deleted. */
export const JobRow = defineEntity({
  name: 'JobRow',
  tableName: 'jobs',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** What every delivery of the job is known by: a uuid. */
    key: p.string().length(36).unique(),
    name: p.string().length(255),
    /** JSON. */
    data: p.text(),
    status: p.enum(JOB_STATUSES),
    runAt: p.datetime().length(3),
    attempts: p.integer(),
    enqueuedAt: p.datetime().length(3),
    lastError: p.text().nullable(),
  },
  indexes: [{ name: 'jobs_status_run_at_index', properties: ['status', 'runAt'] }],
});

/** What the clock asks for, by the name of its schedule, and for which moment it was done last. */
export const ScheduleTimeRow = defineEntity({
  name: 'ScheduleTimeRow',
  tableName: 'schedule_times',
  properties: {
    name: p.string().length(255).primary(),
    doneFor: p.datetime().length(3),
  },
});
