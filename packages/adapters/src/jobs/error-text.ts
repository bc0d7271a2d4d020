const LONGEST = 1_000;

/** What is kept of an error with the job that failed: not all that it carries, such as the address that a server refused. */
export function errorText(error: unknown): string {
  return String(error).slice(0, LONGEST);
}
