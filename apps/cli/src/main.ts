import { NoListOfFilms } from '@online-cinema/application/ports';
import { InvalidInput } from '@online-cinema/domain/shared';
import { type Config, readConfig } from '@online-cinema/http/config';
import { outliveReaders } from '@online-cinema/http/outlive-readers';
import { keepFilesPrivate } from '@online-cinema/http/private-files';
import { whyNot } from '@online-cinema/http/why-not';
import type { Task } from './command.ts';
import { understand, usage } from './commands.ts';
import { Interrupted } from './interrupted.ts';
import { Misunderstood } from './misunderstood.ts';
import { NotCarriedOut } from './not-carried-out.ts';

const DONE = 0;
const FAILED = 1;
const NOT_UNDERSTOOD = 2;
/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

/** Carries out one command of the operator, and answers with the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'help' || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage());
    return DONE;
  }
  let config: Config | undefined;
  try {
    const task = understand(args);
    config = readConfig(process.env);
    await carryOut(task, config);
    return DONE;
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    process.stderr.write(`${whatFailed(error, config)}\n`);
    return error instanceof Misunderstood ? NOT_UNDERSTOOD : FAILED;
  }
}

async function carryOut(task: Task, config: Config): Promise<void> {
  // Loaded only now: whoever asks for help is not to wait for a database's driver.
  const { compose } = await import('./composition.ts');
  const tools = compose(config);
  try {
    await task(tools);
  } finally {
    await tools.close();
  }
}

/** What an operator can act on; a line for each thing. */
function whatFailed(error: unknown, config: Config | undefined): string {
  if (error instanceof Misunderstood) return `${error.message}\n\n${usage().trimEnd()}`;
  if (error instanceof InvalidInput) return error.faults.map(({ message }) => message).join('\n');
  if (error instanceof NotCarriedOut || error instanceof NoListOfFilms) return error.message;
  return whyNot(error, config);
}

keepFilesPrivate();
outliveReaders();
process.exitCode = await main(process.argv.slice(2));
