import { Format } from 'typebox/format';
import { type Message, notADecimal, unparsable } from './messages.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const wholeNumber = /^[+-]?\d+$/;
const amount = /^\d{1,13}(\.\d{1,2})?$/;

const messages = new Map<string, Message>();

/**
 * A format of texts that is our own.
 *
 * @returns the name, for a schema's `format`
 */
export function textFormat(name: string, message: Message, accepts: (text: string) => boolean): string {
  Format.Set(name, accepts);
  messages.set(name, message);
  return name;
}

/** What is said of a text that is not in this format; undefined for formats that are not ours. */
export function messageOfFormat(name: string): Message | undefined {
  return messages.get(name);
}

export const idOrUuid = textFormat(
  'id-or-uuid',
  unparsable.integer,
  (text) => wholeNumber.test(text) || uuid.test(text),
);

/** An amount of money that is not negative, of at most two decimals. */
export const decimal = textFormat('decimal', notADecimal, (text) => amount.test(text));
