/** What a user thinks of a movie, in one word; one of them at a time. */
export const REACTIONS = ['like', 'dislike'] as const;
export type Reaction = (typeof REACTIONS)[number];
