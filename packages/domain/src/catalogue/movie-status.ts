/** How far a movie has come. */
export const MOVIE_STATUSES = ['Released', 'Post Production', 'In Production'] as const;
export type MovieStatus = (typeof MOVIE_STATUSES)[number];
