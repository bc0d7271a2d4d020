import { Migrator, Migration as OrmMigration } from '@mikro-orm/migrations';
import type { ControlledTransaction } from 'kysely';
import type { Database } from './database.ts';
import type { Schema } from './entities.ts';
import { migrations } from './migrations/index.ts';
import { type Migration, type SqlWords, wordsOf } from './migrations/migration.ts';

/** MikroORM's migrator over our steps. */
export function migratorOf({ orm, kind }: Database): Migrator {
  const migrationsList = migrations.map((step) => ({ name: step.name, class: ormMigration(step, wordsOf(kind)) }));
  orm.config.set('migrations', { ...orm.config.get('migrations'), migrationsList });
  return new Migrator(orm.em);
}

/** Makes the table in which the steps taken are noted, if it is not there: by itself the migrator does so unlocked. */
export async function makeTable(migrator: Migrator, transaction: ControlledTransaction<Schema>): Promise<void> {
  const storage = migrator.getStorage();
  storage.setMasterMigration(transaction);
  try {
    await storage.ensureTable();
  } finally {
    storage.unsetMasterMigration();
  }
}

function ormMigration(step: Migration, words: SqlWords) {
  return class extends OrmMigration {
    override up(): void {
      for (const statement of step.up(words)) this.addSql(statement);
    }

    override down(): void {
      for (const statement of step.down(words)) this.addSql(statement);
    }
  };
}
