import type { Tools } from './composition.ts';

/** `migrate [--down]`: one line a step taken, and one line if there was none. */
export async function migrateCommand(tools: Pick<Tools, 'migrate'>, { down }: { down: boolean }): Promise<void> {
  const steps = await tools.migrate({ down });
  const lines = steps.map((step) => `${down ? 'Took back' : 'Took'} ${step}`);
  process.stdout.write(`${lines.join('\n') || 'Nothing to do: the schema is as it should be.'}\n`);
}
