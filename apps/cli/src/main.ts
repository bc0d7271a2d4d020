import { InvalidInput } from '@online-cinema/domain/shared';
import { readConfig } from '@online-cinema/http/config';
import { understand, usage } from './commands.ts';
import { Interrupted } from './interrupted.ts';

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
  const task = understand(args);
  if (task === undefined) {
    process.stderr.write(usage());
    return NOT_UNDERSTOOD;
  }
  const config = readConfig(process.env);
  // Loaded only now: whoever asks for help is not to wait for a database's driver.
  const { compose } = await import('./composition.ts');
  const tools = compose(config);
  try {
    await task(tools);
    return DONE;
  } finally {
    await tools.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = error instanceof Interrupted ? INTERRUPTED : FAILED;
  if (!(error instanceof Interrupted)) process.stderr.write(`${whatFailed(error)}\n`);
}

/** What an operator can act on, without a stack; a line for each thing. */
function whatFailed(error: unknown): string {
  if (error instanceof InvalidInput) return error.faults.map(({ message }) => message).join('\n');
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
