import { setTimeout } from 'node:timers/promises';
import { FixedClock } from '@online-cinema/adapters/in-memory';
import { JobTable, MikroOrmUnitOfWork, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { DatabaseUnavailable, type Transaction } from '@online-cinema/application/ports';
import { User } from '@online-cinema/domain/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseStore, openDatabaseStore, openStore, STORES, type Store } from '../support/database.ts';
import { aUserDraft } from '../support/drafts.ts';
import { freePort } from '../support/free-port.ts';

const ann = ({ users }: Transaction) => users.findByEmailForUpdate('ann@cinema.example');
const addAnn = ({ users }: Transaction) => users.add(aUserDraft('ann@cinema.example'));

/** Reads the user's password and writes it back one longer. */
const lengthen =
  (id: number) =>
  async ({ users }: Transaction): Promise<void> => {
    const user = await users.findForUpdate(id);
    if (!user) throw new Error('The user is gone');
    await users.save(User.restore({ ...user.state, hashedPassword: `${user.state.hashedPassword}+` }));
  };

describe.each(STORES)('a unit of work %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterEach(() => store.empty());
  afterAll(() => store.stop());

  it('keeps what was done when the work resolves, and hands on what it resolves to', async () => {
    const { email } = await store.unitOfWork.run(addAnn);

    expect(email).toBe('ann@cinema.example');
    expect(await store.unitOfWork.run(ann)).toBeDefined();
  });

  it('undoes everything when the work throws, and throws the same', async () => {
    const failure = new Error('No.');

    const running = store.unitOfWork.run(async (transaction) => {
      await addAnn(transaction);
      throw failure;
    });

    await expect(running).rejects.toBe(failure);
    expect(await store.unitOfWork.run(ann)).toBeUndefined();
  });

  it('goes on after a broken constraint', async () => {
    await store.unitOfWork.run(addAnn);
    await expect(store.unitOfWork.run(addAnn)).rejects.toThrow('already exists');

    expect(await store.unitOfWork.run(ann)).toBeDefined();
  });

  it('sees what it did itself', async () => {
    const found = await store.unitOfWork.run(async (transaction) => {
      await addAnn(transaction);
      return ann(transaction);
    });

    expect(found?.email).toBe('ann@cinema.example');
  });

  it('loses no change of many that change one row at the same moment', async () => {
    const { id } = await store.unitOfWork.run(addAnn);

    await Promise.all(Array.from({ length: 20 }, () => store.unitOfWork.run(lengthen(id))));

    expect((await store.unitOfWork.run(ann))?.state.hashedPassword).toBe(`hashed${'+'.repeat(20)}`);
  });

  it('refuses to begin inside another', async () => {
    const nested = store.unitOfWork.run(() => store.unitOfWork.run(ann));

    await expect(nested).rejects.toThrow('A unit of work was begun inside another');
  });
});

describe('a unit of work on an SQLite file', () => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore('SQLite');
  });
  afterEach(() => store.empty());
  afterAll(() => store.stop());

  it('keeps nobody from reading while it is under way', async () => {
    await store.unitOfWork.run(async (transaction) => {
      await addAnn(transaction);
      const seen = await store.database.read((reader) => reader.selectFrom('users').select('email').execute());
      expect(seen).toEqual([]);
    });
  });

  it('waits for a transaction of another process while this one goes on', async () => {
    const other = await openDatabase(store.url);
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const held = other.writer.transaction().execute(async () => {
      begun.resolve();
      await end.promise;
    });
    await begun.promise;

    const running = store.unitOfWork.run(addAnn);
    const ticks = await countTicks(() => setTimeout(300));
    end.resolve();

    await expect(running).resolves.toBeInstanceOf(User);
    // SQLite's own wait of 50 ms stops this process' clock each time; ours between them does not.
    expect(ticks).toBeGreaterThan(3);
    await held;
    await other.close();
  });
});

describe('a unit of work on SQLite in memory', () => {
  it('is not seen by readers before it is committed', async () => {
    const database = await openDatabase('sqlite::memory:');
    await migrate(database);
    const jobs = new JobTable(database, new FixedClock());
    const unitOfWork = new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: jobs.queueIn });
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const running = unitOfWork.run(async (transaction) => {
      begun.resolve();
      await addAnn(transaction);
      await end.promise;
      throw new Error('No.');
    });
    await begun.promise;

    const reading = database.read((reader) => reader.selectFrom('users').select('email').execute());
    end.resolve();

    await expect(running).rejects.toThrow('No.');
    expect(await reading).toEqual([]);
    await database.close();
  });
});

describe('a unit of work on PostgreSQL', () => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore('PostgreSQL');
  });
  afterEach(async () => {
    await store.database.orm.em.execute('drop trigger if exists at_commit on users');
    await store.empty();
  });
  afterAll(() => store.stop());

  /** Has every transaction that adds a user do something as it commits. */
  const atCommit = async (statement: string) => {
    await store.database.orm.em.execute(`
      create or replace function at_commit() returns trigger language plpgsql as $$ begin ${statement}; return null; end $$;
      create constraint trigger at_commit after insert on users deferrable initially deferred
        for each row execute function at_commit();`);
  };

  it('tries again when it and another wait for each other', async () => {
    const [one, other] = await store.unitOfWork.run(async ({ users }) => [
      (await users.add(aUserDraft('one@cinema.example'))).id,
      (await users.add(aUserDraft('other@cinema.example'))).id,
    ]);
    if (one === undefined || other === undefined) throw new Error('Two users were added');
    const bothBegan = barrier(2);
    const lockBoth = (first: number, second: number) =>
      store.unitOfWork.run(async (transaction) => {
        await lengthen(first)(transaction);
        await bothBegan();
        await lengthen(second)(transaction);
      });

    await Promise.all([lockBoth(one, other), lockBoth(other, one)]);

    const user = await store.unitOfWork.run(({ users }) => users.findForUpdate(one));
    expect(user?.state.hashedPassword).toBe('hashed++');
  });

  it('tries again when the database finds a conflict as it commits, three times at most', async () => {
    await atCommit(`raise exception 'no' using errcode = '40001'`);
    let tries = 0;

    const running = store.unitOfWork.run((transaction) => {
      tries += 1;
      return addAnn(transaction);
    });

    await expect(running).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(tries).toBe(3);
  });

  it('does not try again when the connection is lost as it commits, for nobody knows whether it did', async () => {
    await atCommit('perform pg_terminate_backend(pg_backend_pid())');
    let tries = 0;

    const running = store.unitOfWork.run((transaction) => {
      tries += 1;
      return addAnn(transaction);
    });

    await expect(running).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(tries).toBe(1);
  });

  it('tries again when the connection is lost before it commits', async () => {
    await store.database.orm.em.execute(`
      create sequence losses;
      create or replace function lose_once() returns trigger language plpgsql as $$ begin
        if nextval('losses') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
      create trigger lose_once before insert on users for each row execute function lose_once();`);
    try {
      let tries = 0;
      const { email } = await store.unitOfWork.run((transaction) => {
        tries += 1;
        return addAnn(transaction);
      });
      expect([email, tries]).toEqual(['ann@cinema.example', 2]);
    } finally {
      await store.database.orm.em.execute('drop trigger lose_once on users; drop sequence losses');
    }
  });

  it('says that the database is unavailable where there is none', async () => {
    const nowhere = await openDatabase(`postgres://nobody@127.0.0.1:${await freePort()}/nothing`);
    const unitOfWork = new MikroOrmUnitOfWork(nowhere, { currency: 'USD', jobs: store.jobs.queueIn });

    await expect(unitOfWork.run(addAnn)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(nowhere.read((reader) => reader.selectFrom('users').selectAll().execute())).rejects.toBeInstanceOf(
      DatabaseUnavailable,
    );
    await nowhere.close();
  });
});

/** How often this process came round while the action was under way. */
async function countTicks(action: () => Promise<unknown>): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  await action();
  clearInterval(timer);
  return ticks;
}

/** Lets the first `count` callers pass once all of them have come; later ones pass at once. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come === count) resolve();
    return promise;
  };
}
