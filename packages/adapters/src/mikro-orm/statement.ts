import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './entities.ts';

/** A place in a statement for a value that is known when it is asked. */
class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** SQL that is put together once and asked many times: putting it together takes as long as answering it. */
export class Statement<Row, Name extends string> {
  readonly #text: string;
  readonly #parameters: readonly unknown[];

  /** `write` is called once, with what makes the holes. */
  constructor(database: Kysely<Schema>, write: (hole: (name: Name) => RawBuilder<unknown>) => RawBuilder<unknown>) {
    const { sql: text, parameters } = write((name) => sql`${new Hole(name)}`).compile(database);
    this.#text = text;
    this.#parameters = parameters;
  }

  /** The statement with its holes filled. */
  with(values: Readonly<Record<Name, unknown>>): CompiledQuery<Row> {
    const named = new Map<string, unknown>(Object.entries(values));
    return CompiledQuery.raw(
      this.#text,
      this.#parameters.map((value) => (value instanceof Hole ? named.get(value.name) : value)),
    );
  }
}
