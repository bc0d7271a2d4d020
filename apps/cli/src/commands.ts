import type { Command, Task } from './command.ts';
import { createAdminCommand } from './create-admin-command.ts';
import { importMoviesCommand } from './import-movies-command.ts';
import { migrateCommand } from './migrate-command.ts';

/** In the order in which an operator comes to need them. */
const commands: readonly Command[] = [migrateCommand, createAdminCommand, importMoviesCommand];

/** What is to be done; undefined if that is not understood. */
export function understand([name, ...args]: readonly string[]): Task | undefined {
  const command = commands.find((candidate) => candidate.name === name);
  try {
    return command?.understand(args);
  } catch (error) {
    if (isMisunderstanding(error)) return undefined;
    throw error;
  }
}

/** How every command is called. */
export function usage(): string {
  const ways = commands.flatMap((command) => command.usage);
  const width = Math.max(...ways.map(([call]) => call.length));
  const lines = ways.map(([call, does]) => `  ${call.padEnd(width)}   ${does}\n`);
  return `Usage: npm run cinema -- COMMAND\n\nCommands\n${lines.join('')}`;
}

function isMisunderstanding(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
