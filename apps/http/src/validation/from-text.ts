import type { TSchema } from 'typebox';
import { within32Bits } from '../shared/ids.ts';

/**
 * Reads the texts of a path or a query into the values that the schema's properties want. Of a value given twice the
 * last counts, unless the schema wants a list; a whole number beyond 32 bits is taken as the last one of them, where
 * nothing is either; what cannot be read stays as it is, for the check to name. Names the schema does not have are
 * left out.
 */
export function fromText(
  properties: Readonly<Record<string, TSchema>>,
  sent: object,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (!Object.hasOwn(sent, name)) continue;
    values[name] = read(schema, Reflect.get(sent, name));
  }
  return values;
}

function read(schema: TSchema, given: unknown): unknown {
  const type = typeOf(schema);
  if (type === 'array') return Array.isArray(given) ? given : [given];
  const text: unknown = Array.isArray(given) ? given.at(-1) : given;
  if (typeof text !== 'string') return text;
  if (type === 'integer') return wholeNumber(text) ?? text;
  if (type === 'number') return decimal(text) ?? text;
  if (type === 'boolean') return booleans[text.toLowerCase()] ?? text;
  return text;
}

function typeOf(schema: TSchema): unknown {
  return 'type' in schema ? schema.type : undefined;
}

function wholeNumber(text: string): number | undefined {
  if (!/^\s*[+-]?\d+(\.0*)?\s*$/.test(text)) return undefined;
  return within32Bits(Number(text));
}

function decimal(text: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** The words that Pydantic reads as a boolean. */
const booleans: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true])),
  ...Object.fromEntries(['0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false])),
};
