/** Whoever read what this process writes may go: that ends nothing. For the first lines of every app. */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', unlessNobodyReads);
}

function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
