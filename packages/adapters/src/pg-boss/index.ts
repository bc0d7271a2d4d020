export { migratePgBoss, type PgBossMigration, takeBackPgBoss } from './migrate-pg-boss.ts';
export { type HeldJob, PgBossQueue, type PgBossQueueOptions } from './pg-boss-queue.ts';
export { type FailedTry, type Pace, PgBossRunner, type PgBossRunnerOptions, type Schedule } from './pg-boss-runner.ts';
export { cronOf, DEAD_LETTERS, HEARTBEAT, queueNameOf, type Timetable } from './queues.ts';
