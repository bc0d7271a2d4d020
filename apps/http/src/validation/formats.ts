import { Format } from 'typebox/format';
import { type Message, notADecimal, outOfBounds, unparsable } from './messages.ts';

const id = /[+-]?\d+/;
const uuid = /[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/;
const idPattern = new RegExp(`^${id.source}$`);
const idOrUuidPattern = new RegExp(`^(${id.source}|${uuid.source})$`);
const amount = /^\d{1,13}(\.\d{1,2})?$/;

type MessageFor = (text: string) => Message;

const messages = new Map<string, MessageFor>();
const patterns = new Map<string, RegExp>();

/**
 * A format of texts that is our own.
 *
 * @param pattern what such texts look like, for readers of the document
 * @returns the name, for a schema's `format`
 */
export function textFormat(
  name: string,
  message: Message | MessageFor,
  accepts: (text: string) => boolean,
  pattern: RegExp,
): string {
  Format.Set(name, accepts);
  messages.set(name, typeof message === 'function' ? message : () => message);
  patterns.set(name, pattern);
  return name;
}

/** What is said of a text that is not in this format; undefined for formats that are not ours. */
export function messageOfFormat(name: string, text: string): Message | undefined {
  return messages.get(name)?.(text);
}

/** What texts of this format look like; undefined for formats that everybody knows. */
export function patternOfFormat(name: string): string | undefined {
  return patterns.get(name)?.source;
}

export const idOrUuid = textFormat(
  'id-or-uuid',
  unparsable.integer,
  (text) => idOrUuidPattern.test(text),
  idOrUuidPattern,
);

/** Which of the two a text in this format is. */
export function isId(text: string): boolean {
  return idPattern.test(text);
}

/** An amount of money that is not negative, of at most two decimals. */
export const decimal = textFormat(
  'decimal',
  (text) => (text.startsWith('-') && amount.test(text.slice(1)) ? outOfBounds('>=', 0) : notADecimal),
  (text) => amount.test(text),
  amount,
);
