import { type Database, isUpToDate, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPlaceFor, DATABASES, type Place } from '../support/database.ts';

/** Those whose row entities say everything about them. */
const OWN_TABLES = [
  ...['user_groups', 'users', 'activation_tokens', 'password_reset_tokens', 'user_profiles', 'refresh_tokens'],
  ...['carts', 'cart_items', 'orders', 'order_items', 'purchases'],
  ...['movie_reactions', 'movie_ratings', 'favorite_movies', 'comments', 'comment_likes', 'notifications'],
  ...['checkout_sessions', 'payments', 'payment_items', 'refunds', 'webhook_events', 'idempotency_keys'],
  'jobs',
];

/** The indexes of words, whose columns have no type, which MikroORM cannot read. */
async function dropVirtualTables({ orm, writer }: Database): Promise<void> {
  const tables: { name: string }[] = await orm.em.execute(
    `select name from sqlite_master where sql like 'create virtual table %'`,
  );
  for (const { name } of tables) await writer.schema.dropTable(name).execute();
}

describe.each(DATABASES)('the schema on %s', (name) => {
  let place: Place;
  let database: Database;

  beforeEach(async () => {
    place = await aPlaceFor(name);
    database = await openDatabase(place.url);
  });

  afterEach(async () => {
    await database.close();
    await place.stop();
  });

  it('has every column that the row entities describe', async () => {
    await migrate(database);

    const { em } = database.orm;
    for (const { tableName, props } of em.getMetadata().getAll().values()) {
      const columns = props.flatMap(({ fieldNames }) => fieldNames);
      await em.execute(`select ${columns.map((column) => em.getPlatform().quoteIdentifier(column))} from ${tableName}`);
    }
  });

  it('is what the row entities describe, apart from the catalogue, which has indexes and sort orders beyond them', async () => {
    await migrate(database);

    if (name === 'SQLite') await dropVirtualTables(database);
    const changes = (await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).split('\n');
    const isOwn = new RegExp(`^[^"\`]*["\`](${OWN_TABLES.join('|')})(_\\w+)?["\`]`);
    expect(changes.filter((change) => isOwn.test(change))).toEqual([]);
  });

  it('goes back to nothing, and forward again', async () => {
    const steps = await migrate(database);
    expect(steps.length).toBeGreaterThan(0);

    expect(await migrate(database, { down: true })).toEqual([...steps].reverse());
    expect((await database.writer.introspection.getTables()).map((table) => table.name)).toEqual(['migrations']);

    expect(await migrate(database)).toEqual(steps);
    expect(await isUpToDate(database)).toBe(true);
  });

  it('is left alone when it is up to date', async () => {
    expect(await isUpToDate(database)).toBe(false);
    await migrate(database);

    expect(await migrate(database)).toEqual([]);
  });

  it('is made once when two processes make it at the same moment', async () => {
    const other = await openDatabase(place.url);
    try {
      const [steps, others] = await Promise.all([migrate(database), migrate(other)]);

      expect([steps, others].filter((taken) => taken.length > 0)).toHaveLength(1);
      expect(await isUpToDate(other)).toBe(true);
    } finally {
      await other.close();
    }
  });
});
