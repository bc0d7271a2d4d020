import type { Clock, QueueDepth } from '@online-cinema/application/ports';
import type { Metrics } from './metrics.ts';

/** What a process can look up of what it stands on; what it has not is undefined. */
type Sources = Readonly<{
  /** `nextDue`: when the next job is due; undefined if there is none. */
  jobs: { stats(): Promise<readonly QueueDepth[]>; nextDue(): Promise<Date | undefined> };
  clock: Pick<Clock, 'now'>;
  database: Readonly<{ poolUse: Readonly<{ limit: number; open: number; idle: number; waiting: number }> | undefined }>;
  hasher?: Readonly<{ load: Readonly<{ running: number; waiting: number }> }>;
  redis?: Readonly<{ isThere: boolean }> | undefined;
}>;

/** Has the metrics watch this process, and look up how full and how late everything is that a process stands on. */
export function watchWith(metrics: Metrics, sources: Sources): void {
  const { jobs, clock, database, hasher, redis } = sources;
  metrics.watchProcess();
  metrics.add({
    name: 'jobs',
    help: 'Jobs there are: waiting for their first try, for another, running, or given up (dead).',
    labels: ['job', 'state'],
    read: async () =>
      (await jobs.stats()).flatMap(({ name, ...depths }) =>
        Object.entries(depths).map(([state, value]) => ({ of: [name, state], value })),
      ),
  });
  metrics.add({
    name: 'jobs_overdue_seconds',
    help: 'For how long the job has been due that has waited longest; 0 if none is.',
    labels: [],
    read: async () => {
      const due = await jobs.nextDue();
      return [{ of: [], value: due === undefined ? 0 : Math.max(0, clock.now().getTime() - due.getTime()) / 1_000 }];
    },
  });
  metrics.add({
    name: 'database_connections',
    help: 'The pool of connections to PostgreSQL: those busy and idle, how many there may be (limit), and who waits for one.',
    labels: ['state'],
    read: async () => {
      if (database.poolUse === undefined) return [];
      const { open, idle, ...rest } = database.poolUse;
      return statesOf({ busy: open - idle, idle, ...rest });
    },
  });
  if (hasher !== undefined) {
    metrics.add({
      name: 'password_hashings',
      help: 'Passwords that are being hashed or compared, and those that wait for their turn.',
      labels: ['state'],
      read: async () => statesOf({ ...hasher.load }),
    });
  }
  if (redis !== undefined) {
    metrics.add({
      name: 'redis_up',
      help: '1 while tries are counted together in Redis, 0 while each process counts for itself.',
      labels: [],
      read: async () => [{ of: [], value: redis.isThere ? 1 : 0 }],
    });
  }
}

function statesOf(values: Readonly<Record<string, number>>) {
  return Object.entries(values).map(([state, value]) => ({ of: [state], value }));
}
