import type { MovieFacts } from './movie-facts.ts';

type Text = { [Fact in keyof MovieFacts]: MovieFacts[Fact] extends string | null ? Fact : never }[keyof MovieFacts];

/** The facts that are told in sentences; a blank one is unknown. */
export type MovieText = Exclude<Text, 'name' | 'date' | 'status' | 'certification'>;

/** How many characters each of them has at most. */
export const TEXT_LIMITS: Readonly<Record<MovieText, number>> = { overview: 10_000, description: 100_000 };
