import type { SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';

/**
 * A transaction's turn to write the catalogue. Whoever raises the catalogue's version holds its row until the
 * transaction ends, and all others wait for that (SQLite has one writer anyway). So what a writer has read stays true,
 * and nobody remembers a total that a write has made wrong.
 */
export class CatalogueTurn {
  readonly #em: SqlEntityManager;
  #isTaken = false;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  /** Waits for the turn, and has it until the transaction ends. Comes before any other lock of a catalogue's row. */
  async take(): Promise<void> {
    if (this.#isTaken) return;
    await sql`update catalogue_version set version = version + 1`.execute(this.#em.getKysely());
    this.#isTaken = true;
  }
}
