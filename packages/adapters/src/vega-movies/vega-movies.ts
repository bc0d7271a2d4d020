import { readFile } from 'node:fs/promises';
import type { MovieRow, MovieSource } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { type VegaRow, vegaFilm } from './vega-film.ts';

/**
 * The demo catalogue: `movies.json` of the npm package `vega-datasets`, 3,201 rows of which one has no title and is
 * passed over. The file (1.4 MB) is found and read when the first row is asked for.
 */
export class VegaMovies implements MovieSource {
  readonly name = 'vega-datasets/movies.json';
  readonly size = 3200;
  readonly #currency: Currency;
  #position = 0;

  /** `currency` is that of the prices. */
  constructor(currency: Currency) {
    this.#currency = currency;
  }

  /** In rows, as `size` is. */
  get position(): number {
    return this.#position;
  }

  async *rows(): AsyncGenerator<MovieRow> {
    this.#position = 0;
    // The package exports its code alone; its data lies beside it.
    const file = new URL('../data/movies.json', import.meta.resolve('vega-datasets'));
    const rows: VegaRow[] = JSON.parse(await readFile(file, 'utf8'));
    for (const [index, row] of rows.entries()) {
      if (row.Title === null) continue;
      this.#position += 1;
      const film = vegaFilm(row, this.#currency);
      yield typeof film === 'string' ? { line: index + 1, fault: film } : { line: index + 1, facts: film };
    }
  }
}
