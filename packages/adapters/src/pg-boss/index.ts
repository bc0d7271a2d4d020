export { migratePgBoss, takeBackPgBoss } from './migrate-pg-boss.ts';
export { PgBossQueue } from './pg-boss-queue.ts';
export { PgBossRunner, type PgBossRunnerOptions } from './pg-boss-runner.ts';
export { CRON, DEAD_LETTERS, HEARTBEAT, queueNameOf } from './queues.ts';
