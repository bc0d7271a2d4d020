import type { Tools } from './composition.ts';

/** One thing that the operator can ask for. A new one is a file of its own and a line in `commands.ts`. */
export interface Command {
  readonly name: string;
  /** Every way to call it, and what that does. */
  readonly usage: readonly (readonly [call: string, does: string])[];
  /**
   * What is to be done with these arguments, the name left out.
   * @throws Misunderstood
   */
  understand(args: readonly string[]): Task;
}

/** Does what was asked for, and says so on standard output. */
export type Task = (tools: Tools) => Promise<void>;
