import { MikroOrmAccountQueries } from '@online-cinema/adapters/mikro-orm';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { aUserDraft } from '../support/drafts.ts';

describe('statements that PostgreSQL keeps prepared', () => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore('PostgreSQL');
  });
  afterAll(() => store.stop());

  /** What is prepared on the connection that a transaction has. */
  const prepared = () =>
    store.database.writer.transaction().execute(async (transaction) => {
      const statements = sql<{ statement: string }>`select statement from pg_prepared_statements`;
      return (await statements.execute(transaction)).rows.map(({ statement }) => statement);
    });
  const alter = (change: string) => store.database.orm.em.getConnection().execute(change);

  it('hold no value: what says one in its words is not prepared', async () => {
    for (let id = 1; id <= 50; id += 1) await store.unitOfWork.run(({ users }) => users.findForUpdate(id));
    await store.unitOfWork.run(({ users }) => users.findByEmailForUpdate('ann@example.com'));

    const statements = await prepared();

    expect(statements.length).toBeLessThan(10);
    expect(statements.filter((statement) => statement.includes('ann@example.com'))).toEqual([]);
  });

  it('are asked again by another connection after a migration has changed what they answer', async () => {
    const {
      state: { id },
    } = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('bob@example.com')));
    const known = () => new MikroOrmAccountQueries(store.database).credentialsOf(id);
    const before = await known();
    expect(await known()).toEqual(before);

    await alter('alter table users add column more text');
    await alter('alter table users alter column hashed_password type text');

    expect(await known()).toEqual(before);
    expect((await store.unitOfWork.run(({ users }) => users.findForUpdate(id)))?.state.id).toBe(id);
  });
});
