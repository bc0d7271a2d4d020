import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Begins the names of files that are not whole yet. */
const UNFINISHED = '.unfinished-';

/**
 * Writes a file that is there as a whole or not at all, and once this resolves survives a power cut: written under
 * another name, flushed, renamed, and the folder flushed as well. Readable by its owner alone.
 */
export async function writeDurably(path: string, content: string): Promise<void> {
  const unfinished = join(dirname(path), `${UNFINISHED}${randomUUID()}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Makes what was renamed in a folder last. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
