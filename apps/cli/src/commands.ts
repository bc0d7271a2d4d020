import type { Command, Task } from './command.ts';
import { createAdminCommand } from './create-admin-command.ts';
import { importMoviesCommand } from './import-movies-command.ts';
import { jobsCommand } from './jobs-command.ts';
import { migrateCommand } from './migrate-command.ts';
import { Misunderstood } from './misunderstood.ts';

/** In the order in which an operator comes to need them. */
const commands: readonly Command[] = [migrateCommand, createAdminCommand, importMoviesCommand, jobsCommand];

/** What is to be done. @throws Misunderstood */
export function understand([name, ...args]: readonly string[]): Task {
  if (name === undefined) throw new Misunderstood('Which command?');
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Misunderstood(`There is no command "${name}".`);
  return command.understand(args);
}

/** How every command is called. */
export function usage(): string {
  const ways = commands.flatMap((command) => command.usage);
  const width = Math.max(...ways.map(([call]) => call.length));
  const lines = ways.map(([call, does]) => `  ${call.padEnd(width)}   ${does}\n`);
  return `Usage: npm run cinema -- COMMAND\n\nCommands\n${lines.join('')}`;
}
