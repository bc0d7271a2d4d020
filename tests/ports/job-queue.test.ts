import { InMemoryUnitOfWork } from '@online-cinema/adapters/in-memory';
import { MAILS_TO_ADDRESSES } from '@online-cinema/application/ports';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseStore, openStore, STORES, type Store } from '../support/database.ts';
import { allDo, allDone, type Delivered, enqueue, runnerOf } from '../support/jobs.ts';
import { openPgBossStore, type PgBossStore } from '../support/pg-boss.ts';

describe.each([...STORES, 'of pg-boss'] as const)('a job queue %s', (name) => {
  let store: Store & Partial<DatabaseStore> & Partial<PgBossStore>;
  beforeAll(async () => {
    store = name === 'of pg-boss' ? await openPgBossStore() : await openStore(name);
  });
  afterEach(() => store.empty());
  afterAll(() => store.stop());

  /** Carries out what was enqueued, and nothing else. */
  async function carryOut(): Promise<readonly Delivered[]> {
    const delivered: Delivered[] = [];
    const handlers = allDo(async (job) => {
      delivered.push(job);
    });
    if (store.unitOfWork instanceof InMemoryUnitOfWork) {
      await store.unitOfWork.carryOutJobs(handlers);
    } else if (store.carryOut) {
      await store.carryOut(handlers);
      // Jobs of different names do not wait for each other.
      delivered.sort((one, other) => one.enqueuedAt.getTime() - other.enqueuedAt.getTime());
    } else {
      const databaseStore = await onDatabase(store);
      const runner = runnerOf(databaseStore, handlers);
      await runner.start();
      await allDone(databaseStore);
      await runner.stop();
    }
    return delivered;
  }

  it('delivers what was enqueued once it is committed, the oldest first', async () => {
    const email = "o'hara@cinema.example";
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-activation-link', { email }));
    await enqueue(store, 7);

    const delivered = await carryOut();

    // pg-boss goes by the clock of the database.
    const enqueuedAt = name === 'of pg-boss' ? expect.any(Date) : store.clock.now();
    expect(delivered).toMatchObject([
      { name: 'mail-activation-link', data: { email }, enqueuedAt },
      { name: 'mail-receipt', data: { paymentId: 7 }, enqueuedAt },
    ]);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(2);
  });

  it('delivers nothing of a transaction that failed', async () => {
    const failing = store.unitOfWork.run(async ({ jobs }) => {
      await jobs.enqueue('mail-receipt', { paymentId: 7 });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    expect(await carryOut()).toEqual([]);
  });

  it('takes back the mails to one address, and nothing else', async () => {
    const ann = { email: 'ann@cinema.example' };
    const others = ['joann@cinema.example', 'ann@cinema.example.org', 'a%@cinema.example', 'a_n@cinema.example'];
    await store.unitOfWork.run(async ({ jobs }) => {
      await jobs.enqueue('mail-activation-link', ann);
      await jobs.enqueue('mail-account-activated', ann);
      await jobs.enqueue('mail-password-reset-link', ann);
      await jobs.enqueue('mail-password-reset-done', ann);
      await jobs.enqueue('mail-receipt', { paymentId: 7 });
      await jobs.enqueue('delete-object', { key: ann.email });
      for (const email of others) await jobs.enqueue('mail-activation-link', { email });
    });
    await store.unitOfWork.run(async ({ jobs }) => {
      await jobs.withdrawMails('nobody@cinema.example');
      await jobs.withdrawMails('a%@cinema.example');
      await jobs.withdrawMails(ann.email);
    });

    const left = others.filter((email) => email !== 'a%@cinema.example');
    const delivered = (await carryOut()).map(({ name, data }) => [name, data]);
    expect(delivered).toHaveLength(2 + left.length);
    expect(delivered).toEqual(
      expect.arrayContaining([
        ['mail-receipt', { paymentId: 7 }],
        ['delete-object', { key: ann.email }],
        ...left.map((email) => ['mail-activation-link', { email }]),
      ]),
    );
  });

  it('takes back a mail to an address whatever else the job knows', async () => {
    const email = 'ann@cinema.example';
    const known = { films: ['Alien'], email };
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-activation-link', known));
    await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(email));

    expect(await carryOut()).toEqual([]);
  });

  it.each(MAILS_TO_ADDRESSES)('takes %s back', async (mail) => {
    const email = 'ann@cinema.example';
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue(mail, { email }));
    await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(email));

    expect(await carryOut()).toEqual([]);
  });

  it.each(["o'hara@cinema.example", '"o\\hara"@cinema.example', 'öhara@cinema.example', '🎬@cinema.example'])(
    'takes back the mails to %s as well',
    async (email) => {
      await store.unitOfWork.run(async ({ jobs }) => {
        await jobs.enqueue('mail-activation-link', { email });
        await jobs.withdrawMails(email);
      });

      expect(await carryOut()).toEqual([]);
    },
  );

  it('takes no mail back in a transaction that failed', async () => {
    const email = 'ann@cinema.example';
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-activation-link', { email }));
    const failing = store.unitOfWork.run(async ({ jobs }) => {
      await jobs.withdrawMails(email);
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    expect(await carryOut()).toHaveLength(1);
  });

  it('delivers a job that is done no second time', async () => {
    await enqueue(store, 7);
    await carryOut();

    expect(await carryOut()).toEqual([]);
  });
});

async function onDatabase(store: Store & Partial<DatabaseStore>): Promise<DatabaseStore> {
  const { database, jobs, url } = store;
  if (!database || !jobs || url === undefined) throw new Error('This store is on no database');
  return { ...store, database, jobs, url };
}
