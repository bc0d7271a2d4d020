import { openDatabase } from '@online-cinema/adapters/mikro-orm';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/postgres.ts';

test('nobody waits for a connection as long as the pool may open another', { timeout: 30_000 }, async () => {
  const postgres = await startPostgres();
  const database = await openDatabase(postgres.url, { poolSize: 2 });
  onTestFinished(async () => {
    await database.close();
    await postgres.stop();
  });
  const ask = () => database.read((reader) => sql`select 1`.execute(reader));
  /** How many wait at the worst of moments while so many ask at once. */
  const waitingWhile = async (asking: number) => {
    const answers = Array.from({ length: asking }, ask);
    let most = 0;
    let isAnswered = false;
    const answered = Promise.all(answers).then(() => {
      isAnswered = true;
    });
    while (!isAnswered) {
      most = Math.max(most, database.poolUse?.waiting ?? 0);
      await Promise.race([answered, new Promise((resolve) => setImmediate(resolve))]);
    }
    return most;
  };
  await ask();
  expect(database.poolUse).toMatchObject({ open: 1, idle: 1 });

  expect(await waitingWhile(2)).toBe(0);
  expect(await waitingWhile(2)).toBe(0);
  expect(await waitingWhile(5)).toBe(3);
});
