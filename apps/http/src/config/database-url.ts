/** Whether a `DATABASE_URL` leads to PostgreSQL; all others that are taken lead to a file of SQLite. */
export function isPostgresql(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}
