import { ScheduleTimes } from '@online-cinema/adapters/mikro-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';

describe.each(DATABASES)('the times of schedules on %s', (name) => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  afterAll(() => store.stop());

  it('are remembered for each, the latest that was noted', async () => {
    const times = new ScheduleTimes(store.database);
    expect(await times.last()).toEqual(new Map());

    const [yesterday, today] = [new Date('2026-01-14T00:00:00Z'), new Date('2026-01-15T00:00:00Z')];
    await times.note('sweep orphans', yesterday);
    await times.note('forget webhook events', yesterday);
    await times.note('sweep orphans', today);

    expect(await new ScheduleTimes(store.database).last()).toEqual(
      new Map([
        ['forget webhook events', yesterday],
        ['sweep orphans', today],
      ]),
    );
  });
});
