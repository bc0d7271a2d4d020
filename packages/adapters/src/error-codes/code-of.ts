/** What went wrong, in the word of Node, SQLite or PostgreSQL for it, such as `ENOENT`; empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
