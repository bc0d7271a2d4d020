import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Begins the names of files that are not whole yet; nothing that is meant to stay is named so. */
const UNFINISHED = '.unfinished-';

/**
 * Writes a file that is there as a whole or not at all, and once this resolves survives a power cut: written under
 * another name, flushed, renamed, and the folders flushed as well. Folders are made; all is the owner's alone to read.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  await write(path, content, rename);
}

/** The same, unless somebody was quicker: then what they wrote stays. @throws the system's `EEXIST` in that case */
export async function writeDurablyOnce(path: string, content: string | Uint8Array): Promise<void> {
  await write(path, content, link);
}

async function write(
  path: string,
  content: string | Uint8Array,
  give: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const unfinished = join(folder, `${UNFINISHED}${randomUUID()}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await give(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  await flushFolder(folder);
}

/** Removes a file for good, also one that an earlier try removed without knowing whether that lasts. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await flushFolder(dirname(path));
}

/** Every folder that was made is named in the one above it, which is flushed in its turn. */
async function makeFolder(path: string): Promise<void> {
  const topmost = await mkdir(path, { recursive: true, mode: 0o700 });
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) await flushFolder(dirname(made));
}

/** Makes what was made, renamed or removed in a folder last. */
export async function flushFolder(path: string): Promise<void> {
  // Windows opens no folder as a file, and writes renames to its journal by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
