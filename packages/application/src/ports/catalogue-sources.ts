import type { MovieFacts } from '@online-cinema/domain/catalogue';

/** One film of a source, or why what stands there is none. */
export type MovieRow =
  | { readonly line: number; readonly facts: MovieFacts }
  | { readonly line: number; readonly fault: string };

/** Where films come from: a file, a package. */
export interface MovieSource {
  /** By which an import that was cut short is known again. */
  readonly name: string;
  /** How many rows there are, for whoever watches the progress; undefined where nobody knows beforehand. */
  readonly size: number | undefined;
  /** The rows in their order, always the same; nothing is read before the first one is asked for. */
  rows(): AsyncIterable<MovieRow>;
}
