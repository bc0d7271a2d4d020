import type { Message } from './messages.ts';

export type Place = 'path' | 'query' | 'header' | 'body';

/** One fault of the input, in the shape of FastAPI's answers. */
export type InputFault = Readonly<{
  type: string;
  loc: readonly (string | number)[];
  msg: string;
  input: unknown;
}>;

/** Input that the contract does not take: all of its faults. */
export class InputRefused extends Error {
  readonly faults: readonly InputFault[];

  constructor(faults: readonly InputFault[]) {
    super('The input was refused');
    this.name = new.target.name;
    this.faults = faults;
  }
}

const secretName = /password|token|secret/i;
const mask = '**********';
const deepestEcho = 20;

/** A fault, its input fit to be shown: without secrets and no deeper than JSON can be written. */
export function fault({ type, msg }: Message, loc: readonly (string | number)[], input: unknown): InputFault {
  const isSecret = loc.slice(1).some((step) => typeof step === 'string' && secretName.test(step));
  // Of what is missing the input is all that was sent beside it, whose own secrets are masked one by one.
  const isItself = type !== 'missing' && input !== null;
  return { type, loc, msg, input: isSecret && isItself ? mask : shown(input, 0) };
}

function shown(input: unknown, depth: number): unknown {
  if (typeof input !== 'object' || input === null) return input;
  if (depth === deepestEcho) return '…';
  if (Array.isArray(input)) return input.map((item) => shown(item, depth + 1));
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, secretName.test(name) ? mask : shown(value, depth + 1)]),
  );
}
