import { Movie, type MovieDraft, type MovieFacts } from '@online-cinema/domain/catalogue';
import { InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, MovieRow, SecretGenerator, UnitOfWork } from '../ports/index.ts';

/**
 * Films written in one transaction. On SQLite everybody else's writes wait meanwhile: a hundred films take about a
 * tenth of the 50 ms that are allowed.
 */
const BATCH = 100;

/** How far an import has come. */
export interface ImportReport {
  /** Rows that were looked at: the sum of the three others. */
  readonly read: number;
  readonly added: number;
  /** Films that were there already, from an earlier import or an earlier row. */
  readonly existing: number;
  readonly rejected: number;
}

/** A row that is no film, and why. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
}

export interface ImportMoviesCommand {
  readonly rows: AsyncIterable<MovieRow>;
  /** Called after every batch, and once at the end. */
  readonly onProgress?: (report: ImportReport) => void;
  readonly onRejected?: (row: RejectedRow) => void;
}

/**
 * Takes films into the catalogue, batch by batch in constant memory. A film that is there already is left alone, so
 * an import may be repeated, also one that was cut short; a bad row costs no other.
 */
export class ImportMovies {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: SecretGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  async execute({ rows, onProgress, onRejected }: ImportMoviesCommand): Promise<ImportReport> {
    let report: ImportReport = { read: 0, added: 0, existing: 0, rejected: 0 };
    let batch: MovieDraft[] = [];
    const store = async () => {
      report = await this.#store(batch, report);
      batch = [];
      onProgress?.(report);
      // Somebody else's turn: a database in this process answers without ever waiting.
      await this.#clock.wait(0);
    };

    for await (const row of rows) {
      const read = 'fault' in row ? row.fault : this.#describe(row.facts);
      if (typeof read === 'string') {
        report = { ...report, read: report.read + 1, rejected: report.rejected + 1 };
        onRejected?.({ line: row.line, reason: read });
      } else {
        batch.push(read);
      }
      if (batch.length === BATCH) await store();
    }
    await store();
    return report;
  }

  /** The film, or in words what is wrong with it. */
  #describe(facts: MovieFacts): MovieDraft | string {
    try {
      return Movie.describe(facts, { uuid: this.#secrets.uuid(), now: this.#clock.now() });
    } catch (error) {
      if (error instanceof InvalidInput) return error.message;
      throw error;
    }
  }

  async #store(batch: readonly MovieDraft[], before: ImportReport): Promise<ImportReport> {
    if (batch.length === 0) return before;
    const { added, existing } = await this.#unitOfWork.run(({ movies }) => movies.addAll(batch));
    return {
      ...before,
      read: before.read + batch.length,
      added: before.added + added,
      existing: before.existing + existing,
    };
  }
}
