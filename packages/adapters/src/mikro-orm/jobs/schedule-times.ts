import { time } from '../columns.ts';
import type { Database } from '../database.ts';

/** What the clock asked for last that was done, by the names of the schedules, in the shop's own database. */
export class ScheduleTimes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** For which moment each was done last. */
  async last(): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.#database.read((reader) => reader.selectFrom('schedule_times').selectAll().execute());
    return new Map(rows.map(({ name, done_for }) => [name, time(done_for)]));
  }

  async note(name: string, doneFor: Date): Promise<void> {
    await this.#database.writer.transaction().execute((writer) =>
      writer
        .insertInto('schedule_times')
        .values({ name, done_for: doneFor })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ done_for: doneFor }))
        .execute(),
    );
  }
}
