/** What of a command line is not understood, in one line for whoever wrote it. */
export class Misunderstood extends Error {
  override readonly name = 'Misunderstood';
}
