import { FixedClock } from '@online-cinema/adapters/in-memory';
import { type Database, JobTable, MikroOrmUnitOfWork, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { DatabaseUnavailable, type Transaction, type UnitOfWork } from '@online-cinema/application/ports';
import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aUserDraft } from '../support/drafts.ts';
import { eventually } from '../support/running-cinema.ts';
import { PostgresService } from '../support/services/postgres-service.ts';

const timeout = 60_000;

describe('PostgreSQL', () => {
  let postgres: PostgresService;
  beforeAll(async () => {
    postgres = await PostgresService.start();
    const database = await openDatabase(postgres.url);
    await migrate(database);
    await database.close();
  }, timeout);
  afterAll(() => postgres.stop());

  async function opened(options: { poolSize?: number; longestSilence?: number } = {}): Promise<Database> {
    const database = await openDatabase(postgres.url, options);
    onTestFinished(() => database.close());
    return database;
  }

  function unitOfWorkOn(database: Database): UnitOfWork {
    const { queueIn } = new JobTable(database, new FixedClock());
    return new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: queueIn });
  }

  const countUsers = (database: Database) =>
    database.read(async (reader) => (await reader.selectFrom('users').select('id').execute()).length);
  const add =
    (name: string) =>
    ({ users }: Transaction) =>
      users.add(aUserDraft(`${name}@cinema.example`));

  it('is unavailable while it is restarted, and there again by itself, for transactions and questions', {
    timeout,
  }, async () => {
    const database = await opened();
    const unitOfWork = unitOfWorkOn(database);
    await unitOfWork.run(add('before'));
    const users = await countUsers(database);
    // Several connections are open and idle, as they are in a process that was busy.
    await Promise.all(Array.from({ length: 5 }, () => countUsers(database)));

    await postgres.goDown();
    await expect(unitOfWork.run(add('meanwhile'))).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(countUsers(database)).rejects.toBeInstanceOf(DatabaseUnavailable);

    await postgres.comeUp();
    expect(await countUsers(database)).toBe(users);
    await unitOfWork.run(add('after'));
    expect(await countUsers(database)).toBe(users + 1);
  });

  it('goes down under a transaction that has not committed: it is undone, and its callers are told', {
    timeout,
  }, async () => {
    const database = await opened();
    const unitOfWork = unitOfWorkOn(database);
    const users = await countUsers(database);
    const begun = Promise.withResolvers<void>();
    const isDown = Promise.withResolvers<void>();
    const running = unitOfWork.run(async (transaction) => {
      const user = await add('lost')(transaction);
      begun.resolve();
      await isDown.promise;
      return add(`second-${user.id}`)(transaction);
    });
    await begun.promise;
    await postgres.goDown();
    isDown.resolve();
    await expect(running).rejects.toBeInstanceOf(DatabaseUnavailable);
    await postgres.comeUp();
    expect(await countUsers(database)).toBe(users);
  });

  it('breaks a connection that a question is asked by: it is asked once more', { timeout }, async () => {
    const database = await opened();
    await database.read((reader) => sql`create sequence losses`.execute(reader));
    const breakOnce = "select case when nextval('losses') = $1 then pg_terminate_backend(pg_backend_pid()) end as lost";
    const answer = await database.ask<{ lost: boolean | null }>(CompiledQuery.raw(breakOnce, [1]));
    expect(answer).toEqual([{ lost: null }]);
    const other = await database.read((reader) => reader.executeQuery(CompiledQuery.raw(breakOnce, [3])));
    expect(other.rows).toEqual([{ lost: null }]);
  });

  it('has no connection left: who waits for one is told so after some seconds', { timeout }, async () => {
    const database = await opened({ poolSize: 1 });
    const end = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const held = unitOfWorkOn(database).run(async () => {
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const waiting = countUsers(database);
    await eventually(async () => expect(database.poolUse).toEqual({ limit: 1, open: 1, idle: 0, waiting: 1 }));
    await expect(waiting).rejects.toBeInstanceOf(DatabaseUnavailable);
    end.resolve();
    await held;
    expect(await countUsers(database)).toBeGreaterThanOrEqual(0);
  });

  it('takes longer over a statement than it may: the statement is given up', { timeout }, async () => {
    const database = await opened();
    const endless = database.read((reader) => sql`select pg_sleep(3600)`.execute(reader));
    await expect(endless).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('falls silent: nobody waits for ever, and its connections are made anew', { timeout }, async () => {
    const database = await opened({ longestSilence: 1_000 });
    const unitOfWork = unitOfWorkOn(database);
    const users = await countUsers(database);
    const silent = database.read((reader) => sql`select pg_sleep(8)`.execute(reader));
    await expect(silent).rejects.toBeInstanceOf(DatabaseUnavailable);
    const working = unitOfWork.run(async (transaction) => {
      await add('silenced')(transaction);
      await database.read((reader) => sql`select pg_sleep(8)`.execute(reader));
    });
    await expect(working).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await countUsers(database)).toBe(users);
  });

  it('ends connections that sit in a transaction and do nothing', { timeout }, async () => {
    const database = await opened();
    const limits = await database.read((reader) =>
      sql<{ name: string; setting: string }>`
        select name, setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout')
        order by name`.execute(reader),
    );
    expect(limits.rows).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '30000' },
      { name: 'statement_timeout', setting: '10000' },
    ]);
  });

  it('gives a process as many connections as it may have, and no more', { timeout }, async () => {
    const database = await opened({ poolSize: 3 });
    await Promise.all(
      Array.from({ length: 9 }, () => database.read((reader) => sql`select pg_sleep(0.1)`.execute(reader))),
    );
    expect(database.poolUse?.open).toBe(3);
  });
});
