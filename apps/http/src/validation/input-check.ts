import type { TSchema } from 'typebox';
import { Compile } from 'typebox/schema';
import { Settings } from 'typebox/system';
import { fromText } from './from-text.ts';
import { fault, type InputFault, type Place } from './input-fault.ts';
import { extraForbidden, missing } from './messages.ts';
import { translate } from './translate.ts';
import { unstorableTexts } from './unstorable.ts';

/** Of the faults of one part, the most that are told. */
const mostFaults = 100;

// TypeBox counts every field too many before it looks at the others; the limit of the body bounds them.
Settings.Set({ maxErrors: Number.MAX_SAFE_INTEGER });

/** What a check makes of the input: the values to work with, and every fault in the order of the schema's fields. */
type Verdict = Readonly<{ value: unknown; faults: readonly InputFault[] }>;
export type InputCheck = (sent: unknown) => Verdict;

/** The check of a body, which is never coerced. One that may be absent is `Type.Optional`. */
export function bodyCheck(schema: TSchema): InputCheck {
  const check = checkOf(schema, 'body');
  const isOptional = '~optional' in schema;
  return (sent) => {
    if (sent !== undefined && sent !== null) return { value: sent, faults: check(sent, sent) };
    return { value: undefined, faults: isOptional ? [] : [fault(missing, ['body'], null)] };
  };
}

/** The check of a path, a query or the headers: texts, read into the values of the schema's properties. */
export function textCheck(schema: TSchema, place: Place): InputCheck {
  const check = checkOf(schema, place);
  const properties = propertiesOf(schema);
  return (sent) => {
    const value = fromText(properties, textsOf(sent));
    return { value, faults: check(value, sent) };
  };
}

/** Likewise, of what takes no name but those of the schema's properties. */
export function closedTextCheck(schema: TSchema, place: Place): InputCheck {
  const checkText = textCheck(schema, place);
  const properties = propertiesOf(schema);
  return (sent) => {
    const { value, faults } = checkText(sent);
    const unknown = Object.entries(textsOf(sent)).filter(([name]) => !Object.hasOwn(properties, name));
    const extra = unknown.map(([name, text]) => fault(extraForbidden, [place, name], text));
    return { value, faults: [...faults, ...extra].slice(0, mostFaults) };
  };
}

function textsOf(sent: unknown): object {
  return typeof sent === 'object' && sent !== null ? sent : {};
}

function checkOf(schema: TSchema, place: Place): (value: unknown, sent: unknown) => readonly InputFault[] {
  // Compiled at the first request: a start need not wait for routes that nobody asks for.
  let validator: ReturnType<typeof Compile> | undefined;
  const order = Object.keys(propertiesOf(schema));
  return (value, sent) => {
    validator ??= Compile(schema);
    if (validator.Check(value)) return unstorableTexts(value, [place]);
    const [, errors] = validator.Errors(value);
    return inOrder(oneAPlace(translate(errors, { place, sent, value })), order).slice(0, mostFaults);
  };
}

/** Of several things wrong with one value the first counts, as it explains the others: no number, so not over 1. */
function oneAPlace(faults: readonly InputFault[]): readonly InputFault[] {
  const seen = new Map<string, InputFault>();
  for (const each of faults) {
    const place = JSON.stringify(each.loc);
    if (!seen.has(place)) seen.set(place, each);
  }
  return [...seen.values()];
}

function inOrder(faults: readonly InputFault[], fields: readonly string[]): readonly InputFault[] {
  const rank = ({ loc }: InputFault) => {
    const position = fields.indexOf(String(loc[1]));
    return position === -1 ? fields.length : position;
  };
  return faults.toSorted((one, other) => rank(one) - rank(other));
}

function propertiesOf(schema: TSchema): Readonly<Record<string, TSchema>> {
  return 'properties' in schema && isRecordOfSchemas(schema.properties) ? schema.properties : {};
}

function isRecordOfSchemas(properties: unknown): properties is Record<string, TSchema> {
  return typeof properties === 'object' && properties !== null;
}
