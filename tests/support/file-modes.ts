import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A folder and all in it that is not its owner's alone, each with its mode. @throws Error if the folder is empty */
export function readableByOthers(folder: string): string[] {
  const inside = globSync('**/*', { cwd: folder });
  if (inside.length === 0) throw new Error(`Nothing was made in ${folder}`);
  return ['', ...inside]
    .map((path) => ({ path, mode: statSync(join(folder, path)).mode & 0o777 }))
    .filter(({ mode }) => (mode & 0o077) !== 0)
    .map(({ path, mode }) => `${path} ${mode.toString(8)}`);
}
