import { parseArgs } from 'node:util';
import { readConfig, WrongConfiguration } from '@online-cinema/http/config';
import { compose } from './composition.ts';
import { migrateCommand } from './migrate-command.ts';

const USAGE = `Usage: npm run cinema -- COMMAND

Commands
  migrate          bring the database's schema up to date
  migrate --down   take the schema back to nothing; everything stored is lost
`;

/** Carries out one command of the operator. Exit codes: 0 done, 1 failed, 2 not understood. */
async function main(args: readonly string[]): Promise<number> {
  const command = understand(args);
  if (command === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (command.name === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const tools = compose(readConfig(process.env));
  try {
    await migrateCommand(tools, command);
    return 0;
  } finally {
    await tools.close();
  }
}

type Command = { readonly name: 'help' } | { readonly name: 'migrate'; readonly down: boolean };

function understand(args: readonly string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { down: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help || positionals[0] === 'help') return { name: 'help' };
    if (positionals.length === 1 && positionals[0] === 'migrate') {
      return { name: 'migrate', down: values.down ?? false };
    }
    return undefined;
  } catch {
    return undefined;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof WrongConfiguration ? error.message : whatFailed(error)}\n`);
  process.exitCode = 1;
}

/** What an operator can act on, without a stack. */
function whatFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
