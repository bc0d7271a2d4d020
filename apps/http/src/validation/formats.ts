import { Format } from 'typebox/format';
import { type Message, notADecimal, outOfBounds, unparsable } from './messages.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const wholeNumber = /^[+-]?\d+$/;
const amount = /^\d{1,13}(\.\d{1,2})?$/;

type MessageFor = (text: string) => Message;

const messages = new Map<string, MessageFor>();

/**
 * A format of texts that is our own.
 *
 * @returns the name, for a schema's `format`
 */
export function textFormat(name: string, message: Message | MessageFor, accepts: (text: string) => boolean): string {
  Format.Set(name, accepts);
  messages.set(name, typeof message === 'function' ? message : () => message);
  return name;
}

/** What is said of a text that is not in this format; undefined for formats that are not ours. */
export function messageOfFormat(name: string, text: string): Message | undefined {
  return messages.get(name)?.(text);
}

export const idOrUuid = textFormat(
  'id-or-uuid',
  unparsable.integer,
  (text) => wholeNumber.test(text) || uuid.test(text),
);

/** An amount of money that is not negative, of at most two decimals. */
export const decimal = textFormat(
  'decimal',
  (text) => (text.startsWith('-') && amount.test(text.slice(1)) ? outOfBounds('>=', 0) : notADecimal),
  (text) => amount.test(text),
);
