import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** What a command that ended left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an app to its end with nothing in its environment but this. */
export function run(
  app: 'cli' | 'http' | 'worker',
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `apps/${app}/src/main.ts`, ...args],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      encoding: 'utf8',
      timeout: 30_000,
    },
  );
  return { code: status, stdout, stderr };
}
