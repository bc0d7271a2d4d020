import type { MovieFacts } from '@online-cinema/domain/catalogue';

/** Why there are no films to be had from a source, in one line for whoever named it. */
export class NoListOfFilms extends Error {
  override readonly name = 'NoListOfFilms';
}

/** One film of a source, or why what stands there is none. */
export type MovieRow =
  | { readonly line: number; readonly facts: MovieFacts; readonly raw?: RawRow; readonly called?: FieldNames }
  | { readonly line: number; readonly fault: string; readonly raw?: RawRow };

/** What a source calls the fields of a film, where it has names of its own. */
export type FieldNames = Readonly<Record<string, string>>;

/** What stands in the source, for whoever is to mend it: its cells, or the text where it cannot be told which cells. */
export type RawRow = readonly string[] | string;

/** A row that is no film, and why. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly raw?: RawRow;
}

/** Where films come from: a file, a package. */
export interface MovieSource {
  /** By which an import that was cut short is known again. */
  readonly name: string;
  /**
   * How much there is to read, for whoever watches the progress, in a measure of the source's own (rows, bytes);
   * undefined where nobody knows beforehand.
   */
  readonly size: number | undefined;
  /** How much of that has been read. */
  readonly position: number;
  /**
   * The rows in their order, always the same. Some sources can be read only once.
   * @throws NoListOfFilms if the source cannot be read any further
   */
  rows(): AsyncIterable<MovieRow>;
}
