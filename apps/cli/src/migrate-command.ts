import type { Command } from './command.ts';
import { given, none } from './given.ts';

/** `migrate [--down]`: one line a step taken, and one line if there was none. */
export const migrateCommand: Command = {
  name: 'migrate',
  usage: [
    ['migrate', "bring the database's schema up to date"],
    ['migrate --down', 'take the schema back to nothing; everything stored is lost'],
  ],

  understand(args) {
    const { values, positionals } = given('migrate', args, { down: { type: 'boolean' } });
    none(positionals);
    const { down = false } = values;
    return async (tools) => {
      const steps = await tools.migrate({ down });
      const lines = steps.map((step) => `${down ? 'Took back' : 'Took'} ${step}`);
      process.stdout.write(`${lines.join('\n') || 'Nothing to do: the schema is as it should be.'}\n`);
    };
  },
};
