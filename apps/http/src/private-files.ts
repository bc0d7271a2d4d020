/**
 * From here on what this process writes is its owner's alone to read: mails, secrets, everything about people. For the
 * first line of every app.
 */
export function keepFilesPrivate(): void {
  process.umask(0o077);
}
