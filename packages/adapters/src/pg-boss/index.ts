export { migratePgBoss, type PgBossMigration, takeBackPgBoss } from './migrate-pg-boss.ts';
export { PgBossQueue, type PgBossQueueOptions } from './pg-boss-queue.ts';
export { type Pace, PgBossRunner, type PgBossRunnerOptions } from './pg-boss-runner.ts';
export { CRON, DEAD_LETTERS, HEARTBEAT, queueNameOf } from './queues.ts';
