import type { TLocalizedValidationError } from 'typebox/error';
import { messageOfFormat } from './formats.ts';
import { fault, type InputFault, type Place } from './input-fault.ts';
import * as messages from './messages.ts';

type Step = string | number;

/** What was checked: where it came from, as it was sent, and as it was checked (texts turned into values). */
type Checked = Readonly<{ place: Place; sent: unknown; value: unknown }>;

/** Turns what TypeBox found into what Pydantic would have said about the same input. */
export function translate(errors: readonly TLocalizedValidationError[], checked: Checked): readonly InputFault[] {
  return errors.flatMap((error) => faultsOf(error, checked));
}

function faultsOf(error: TLocalizedValidationError, checked: Checked): readonly InputFault[] {
  const steps = stepsOf(error.instancePath, checked.value);
  const loc = [checked.place, ...steps];
  const sent = at(checked.sent, steps);
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => fault(messages.missing, [...loc, name], sent));
    case 'additionalProperties':
      return error.params.additionalProperties.map((name) =>
        fault(messages.extraForbidden, [...loc, name], at(sent, [name])),
      );
    default: {
      const message = messageOf(error, at(checked.value, steps), checked.place);
      // What was sent once stands in a list of one by now.
      const input = sent === undefined ? at(checked.value, steps) : sent;
      return message === undefined ? [] : [fault(message, loc, input)];
    }
  }
}

/** Undefined for what another error of the same input already says. */
function messageOf(error: TLocalizedValidationError, value: unknown, place: Place): messages.Message | undefined {
  switch (error.keyword) {
    case 'type':
      return typeof error.params.type === 'string' ? typeMessage(error.params.type, value, place) : undefined;
    case 'enum':
      return messages.notOneOf(error.params.allowedValues);
    case 'const':
      return messages.notOneOf([error.params.allowedValue]);
    case 'minLength':
      return messages.tooShort(error.params.limit);
    case 'maxLength':
      return messages.tooLong(error.params.limit);
    case 'minItems':
      return messages.tooFewItems(error.params.limit, Array.isArray(value) ? value.length : 0);
    case 'maxItems':
      return messages.tooManyItems(error.params.limit, Array.isArray(value) ? value.length : 0);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return messages.outOfBounds(error.params.comparison, error.params.limit);
    case 'format':
      if (error.params.format === 'date' && typeof value === 'string') return messages.notADate(value);
      return messageOfFormat(error.params.format, String(value)) ?? messages.wrongFormat[error.params.format];
    case 'pattern':
      return messages.patternMismatch(String(error.params.pattern));
    default:
      return undefined;
  }
}

function typeMessage(type: string, value: unknown, place: Place): messages.Message | undefined {
  if (type === 'null') return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return messages.finiteNumber;
  if (type === 'integer' && typeof value === 'number') return messages.fractionalPart;
  const ofText: Readonly<Record<string, messages.Message>> = place === 'body' ? {} : messages.unparsable;
  return ofText[type] ?? messages.wrongType[type];
}

/** The steps of a JSON pointer (RFC 6901): names, and positions within lists. */
function stepsOf(pointer: string, value: unknown): readonly Step[] {
  const steps: Step[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    steps.push(Array.isArray(at(value, steps)) ? Number(name) : name);
  }
  return steps;
}

function at(value: unknown, steps: readonly Step[]): unknown {
  let current = value;
  for (const step of steps) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}
