import { canonical } from '../shared/index.ts';
import type { CastMember, MovieFacts } from './movie-facts.ts';
import type { MovieText } from './movie-texts.ts';

/** The same facts with outer spaces trimmed, blank texts taken as unknown, and everyone named once. */
export function tidy(facts: MovieFacts): MovieFacts {
  return {
    ...facts,
    name: facts.name.trim(),
    ...texts(facts),
    genres: distinct(facts.genres),
    directors: distinct(facts.directors),
    languages: distinct(facts.languages),
    cast: distinctCast(facts.cast),
    country: facts.country === null ? null : { ...facts.country, name: facts.country.name.trim() },
    certification: facts.certification?.trim() ?? null,
  };
}

function texts(facts: MovieFacts): Pick<MovieFacts, MovieText> {
  return { overview: facts.overview?.trim() || null, description: facts.description?.trim() || null };
}

function distinct(names: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const name of names) if (!byName.has(canonical(name))) byName.set(canonical(name), name.trim());
  return [...byName.values()];
}

/** Who is named twice keeps the first place, the first known character, and the star of either. */
function distinctCast(cast: readonly CastMember[]): readonly CastMember[] {
  const byName = new Map<string, CastMember>();
  for (const member of cast) {
    const known = byName.get(canonical(member.name));
    byName.set(canonical(member.name), {
      name: known?.name ?? member.name.trim(),
      character: known?.character ?? member.character?.trim() ?? null,
      isStar: (known?.isStar ?? false) || member.isStar,
    });
  }
  return [...byName.values()];
}
