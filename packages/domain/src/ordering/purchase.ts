/** The right of a user to watch a movie; at most one of each. */
export interface Purchase {
  readonly userId: number;
  readonly movieId: number;
  readonly purchasedAt: Date;
}
