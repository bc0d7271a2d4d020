import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { listed } from './text-list.ts';
import { WORD_INDEXES } from './word-index.ts';

/** Words of one statement that asks about each by itself. */
const AT_ONCE = 100;

/** Takes words into the vocabulary that are not there yet. */
export async function learnWords(db: Kysely<Schema>, kind: Database['kind'], words: readonly string[]): Promise<void> {
  // In one order, so that two transactions that learn the same do not wait for each other in a ring.
  await sql`
    insert into vocabulary (word)
    select new.text from ${listed(kind, [...words].sort())} as new
    where not exists (select 1 from vocabulary where vocabulary.word = new.text)
    on conflict do nothing`.execute(db);
}

/** Drops those of the words that no movie holds any more. */
export async function forgetWords(db: Kysely<Schema>, kind: Database['kind'], words: readonly string[]): Promise<void> {
  for (let start = 0; start < words.length; start += AT_ONCE) {
    // Each word is asked for by its own value: the planner then knows a rare one from one that every film has.
    const forgotten = words
      .slice(start, start + AT_ONCE)
      .map((word) => sql`select ${word} as word where not ${WORD_INDEXES[kind].isHeld(word)}`);
    await sql`delete from vocabulary where word in (${sql.join(forgotten, sql` union all `)})`.execute(db);
  }
}
