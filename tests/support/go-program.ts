import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * A program that `go install`, a script of ours or the system's administrator put where it is found; undefined if it is
 * missing.
 * `question`: what it answers without doing anything.
 */
export function findProgram(name: string, question: string): string | undefined {
  const { PATH = '', GOPATH = join(homedir(), 'go') } = process.env;
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  const places = [...GOPATH.split(delimiter), join(homedir(), '.cache/online-cinema')];
  const folders = [...PATH.split(delimiter), ...places.map((path) => join(path, 'bin'))];
  return folders.map((folder) => join(folder, program)).find((path) => answers(path, question));
}

function answers(path: string, question: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    execFileSync(path, [question], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
