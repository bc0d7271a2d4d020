import { type Corrections, nearestWords, partsNear, searchedWords } from '@online-cinema/domain/catalogue';
import { type RawBuilder, sql } from 'kysely';
import { BoundedMap } from '../bounded-map.ts';
import type { Database } from '../database.ts';
import { isListed } from './text-list.ts';

/** Searches of which the corrections are kept. */
const SEARCHES = 500;
/** Longer searches are not worth their memory. */
const LONGEST_SEARCH = 1_000;
/** Comes after every character that a word may hold. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The corrections of a search, for one version of the catalogue. */
interface Spelt {
  readonly version: number;
  readonly corrections: Corrections;
}

interface Candidate {
  readonly version: number;
  /** Which of the words begins no word of the vocabulary; null if each of them begins one. */
  readonly position: number | null;
  /** A word of the vocabulary that may be near it; null if there is none. */
  readonly word: string | null;
}

/** Corrects the words of a search by the catalogue's vocabulary. */
export class Spelling {
  readonly #database: Database;
  readonly #remembered = new BoundedMap<string, Spelt>(SEARCHES);

  constructor(database: Database) {
    this.#database = database;
  }

  /** What `correct` answered last, which holds for that version. */
  remembered(search: string | undefined): Spelt | undefined {
    return search === undefined ? undefined : this.#remembered.get(search);
  }

  /** The nearest words of those that begin no word of the vocabulary, by one statement. */
  async correct(search: string): Promise<Corrections> {
    const words = searchedWords(search);
    if (words.length === 0) return new Map();
    const candidates = await this.#candidates(words);
    const near = Map.groupBy(candidates, ({ position }) => position);
    const corrections = new Map(
      words.flatMap((word, position) => {
        const found = near.get(position);
        return found
          ? [
              [
                word,
                nearestWords(
                  word,
                  found.flatMap((candidate) => candidate.word ?? []),
                ),
              ] as const,
            ]
          : [];
      }),
    );
    const version = candidates[0]?.version;
    if (version !== undefined && search.length <= LONGEST_SEARCH) {
      this.#remembered.set(search, { version, corrections });
    }
    return corrections;
  }

  async #candidates(words: readonly string[]): Promise<readonly Candidate[]> {
    const { kind } = this.#database;
    const each = words.map((word, position) => candidatesOf(word, position, kind));
    const question = sql<Candidate>`
      select catalogue_version.version, candidate.position, candidate.word
      from catalogue_version left join (${sql.join(each, sql` union all `)}) as candidate on 1 = 1`;
    return this.#database.read(async (reader) => (await question.execute(reader)).rows);
  }
}

/** Nothing for a word that begins one of the vocabulary; else a row at least. */
function candidatesOf(word: string, position: number, kind: Database['kind']): RawBuilder<unknown> {
  const { head, middle, tail } = partsNear(word);
  return sql`
    select cast(${position} as integer) as position, near.word
    from (
      select 1 as one where not exists (
        select 1 from vocabulary where word >= ${word} and word < ${word + LAST_CHARACTER}
      )
    ) as unknown
    left join vocabulary as near on ${isListed(kind, 'near.head', head)}
      or ${isListed(kind, 'near.middle', middle)} or ${isListed(kind, 'near.tail', tail)}`;
}
