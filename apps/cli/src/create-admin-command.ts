import type { CreatedAdmin } from '@online-cinema/application/accounts';
import { emailAddress } from '@online-cinema/domain/accounts';
import type { Command } from './command.ts';
import { given, onlyOne } from './given.ts';
import { askForPassword, firstLineOf } from './password-entry.ts';

/** `create-admin EMAIL [--password-stdin]`: a new admin, or an existing user raised. */
export const createAdminCommand: Command = {
  name: 'create-admin',
  usage: [
    ['create-admin EMAIL', 'make an active admin, or raise an existing user; asks for a password on a terminal,'],
    ['', 'else a new admin gets a generated one and an existing user keeps theirs'],
    ['create-admin EMAIL --password-stdin', 'the same, with the first line of standard input as the password'],
  ],

  understand(args) {
    const { values, positionals } = given('create-admin', args, { 'password-stdin': { type: 'boolean' } });
    const email = onlyOne('EMAIL', positionals);
    return async (tools) => {
      // Whatever else can be wrong is looked at before anybody types a password in vain.
      emailAddress(email);
      const createAdmin = await tools.createAdmin();
      const password = await enteredPassword(values['password-stdin'] ?? false);
      const created = await createAdmin.execute({ email, password });
      process.stdout.write(`${whatBecameOf(created, password)}\n`);
    };
  },
};

async function enteredPassword(isOnStdin: boolean): Promise<string | undefined> {
  if (process.stdin.isTTY) return askForPassword(process.stdin, process.stderr);
  return isOnStdin ? firstLineOf(process.stdin) : undefined;
}

function whatBecameOf({ email, isNew, generatedPassword }: CreatedAdmin, password: string | undefined): string {
  if (generatedPassword !== undefined) {
    return `${email} is an admin now, with the password ${generatedPassword}\nIt is shown this once: keep it, or change it.`;
  }
  if (password === undefined) return `${email} is an admin now, with the password as it was.`;
  return isNew
    ? `${email} is an admin now, with the password given.`
    : `${email} is an admin now, with the password given; their sessions have ended.`;
}
