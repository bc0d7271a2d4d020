import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** What a command that ended left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type App = 'cli' | 'http' | 'worker';
type Environment = Readonly<Record<string, string>>;

/** Runs an app to its end with nothing in its environment but this. */
export function run(app: App, args: readonly string[], environment: Environment): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandFor(app, args), {
    ...surroundings(environment),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** Brings a database up to date as the operator does. */
export function migrateBy(environment: Environment): void {
  const { code, stderr } = run('cli', ['migrate'], environment);
  if (code !== 0) throw new Error(`The database was not migrated:\n${stderr}`);
}

/** Runs an app with something on its standard input, and while the test goes on. */
export async function runBeside(
  app: App,
  args: readonly string[],
  environment: Environment,
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, commandFor(app, args), surroundings(environment));
  // Who reads no further than needed may be gone before all of it is written.
  child.stdin.on('error', () => {}).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

/** What follows `node`. */
export function commandFor(app: App, args: readonly string[]): string[] {
  return ['--disable-warning=ExperimentalWarning', `apps/${app}/src/main.ts`, ...args];
}

/** Where a command runs. */
export function surroundings(environment: Environment) {
  return {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    timeout: 30_000,
  };
}
