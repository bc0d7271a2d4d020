/**
 * What Pydantic 2 calls a fault and says about it, word for word, so that clients of the FastAPI cinemas read our
 * answers as they read theirs (https://docs.pydantic.dev/2.11/errors/validation_errors/). The one place of these texts.
 */
export type Message = Readonly<{ type: string; msg: string }>;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const missing: Message = { type: 'missing', msg: 'Field required' };

export const extraForbidden: Message = { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };

/** A text where a form should carry a file. */
export const notAFile: Message = {
  type: 'value_error',
  msg: "Value error, Expected UploadFile, received: <class 'str'>",
};

export const jsonInvalid: Message = { type: 'json_invalid', msg: 'JSON decode error' };

export const notUnicode: Message = {
  type: 'string_unicode',
  msg: 'Input should be a valid string, unable to parse raw data as a unicode string',
};

export const nullCharacter: Message = { type: 'value_error', msg: 'Null characters are not allowed' };

export const finiteNumber: Message = { type: 'finite_number', msg: 'Input should be a finite number' };

export const fractionalPart: Message = {
  type: 'int_from_float',
  msg: 'Input should be a valid integer, got a number with a fractional part',
};

/** A rule of the domain, in its own words. */
export const valueError = (msg: string): Message => ({ type: 'value_error', msg });

/** A value of JSON that is of another type than its schema's. */
export const wrongType: Readonly<Record<string, Message>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  integer: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  object: {
    type: 'model_attributes_type',
    msg: 'Input should be a valid dictionary or object to extract fields from',
  },
};

/** A text, of a path or a query, that does not spell a value of its schema's type. */
export const unparsable = {
  integer: { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' },
  number: { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' },
  boolean: { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' },
} as const satisfies Readonly<Record<string, Message>>;

export const notADecimal: Message = { type: 'decimal_parsing', msg: 'Input should be a valid decimal' };

/** Formats that TypeBox brings; ours are in `formats.ts`. */
export const wrongFormat: Readonly<Record<string, Message>> = {
  uuid: { type: 'uuid_parsing', msg: 'Input should be a valid UUID' },
};

/** A text that is no date, and why: as Pydantic's parser says it. */
export function notADate(text: string): Message {
  const reason = whyNoDate(text);
  return { type: 'date_from_datetime_parsing', msg: `Input should be a valid date or datetime, ${reason}` };
}

/** A text that is neither a date nor a moment: as Pydantic's parser, which looks for a date at last, says it. */
export function notAMoment(text: string): Message {
  return { type: 'datetime_from_date_parsing', msg: `Input should be a valid datetime or date, ${whyNoDate(text)}` };
}

function whyNoDate(text: string): string {
  if (text.length < 'YYYY-MM-DD'.length) return 'input is too short';
  const [, year, month, day] = /^(....)-(..)-(..)/s.exec(text) ?? [];
  if (year === undefined || !/^\d{4}$/.test(year)) return 'invalid character in year';
  if (month === undefined || !/^\d\d$/.test(month)) return 'invalid character in month';
  if (Number(month) < 1 || Number(month) > 12) return 'month value is outside expected range of 1-12';
  if (day === undefined || !/^\d\d$/.test(day)) return 'invalid character in day';
  return text.length > 'YYYY-MM-DD'.length
    ? 'unexpected extra characters at the end of the input'
    : 'day value is outside expected range';
}

export const tooShort = (limit: number): Message => ({
  type: 'string_too_short',
  msg: `String should have at least ${counted(limit, 'character')}`,
});

export const tooLong = (limit: number): Message => ({
  type: 'string_too_long',
  msg: `String should have at most ${counted(limit, 'character')}`,
});

export const tooFewItems = (limit: number, actual: number): Message => ({
  type: 'too_short',
  msg: `List should have at least ${counted(limit, 'item')} after validation, not ${actual}`,
});

export const tooManyItems = (limit: number, actual: number): Message => ({
  type: 'too_long',
  msg: `List should have at most ${counted(limit, 'item')} after validation, not ${actual}`,
});

const comparisons = {
  '>=': { type: 'greater_than_equal', words: 'greater than or equal to' },
  '<=': { type: 'less_than_equal', words: 'less than or equal to' },
  '>': { type: 'greater_than', words: 'greater than' },
  '<': { type: 'less_than', words: 'less than' },
} as const;

export const outOfBounds = (comparison: keyof typeof comparisons, limit: number | bigint): Message => ({
  type: comparisons[comparison].type,
  msg: `Input should be ${comparisons[comparison].words} ${limit}`,
});

export const patternMismatch = (pattern: string): Message => ({
  type: 'string_pattern_mismatch',
  msg: `String should match pattern '${pattern}'`,
});

/** `Input should be 'a', 'b' or 'c'` */
export const notOneOf = (allowed: readonly unknown[]): Message => {
  const shown = allowed.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  const last = shown.pop() ?? '';
  return { type: 'literal_error', msg: `Input should be ${shown.length > 0 ? `${shown.join(', ')} or ` : ''}${last}` };
};
