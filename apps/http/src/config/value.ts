/**
 * How one variable of the environment is read: what it takes, in words for the one who set it wrong, and the
 * parser, which answers `undefined` for a text it does not take.
 */
export type Value<T> = Readonly<{
  takes: string;
  secret: boolean;
  parse: (text: string) => T | undefined;
}>;

export function value<T>(takes: string, parse: (text: string) => T | undefined): Value<T> {
  return { takes, secret: false, parse };
}

/** The same value, whose text is never shown in an error. */
export function secret<T>(open: Value<T>): Value<T> {
  return { ...open, secret: true };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Value<T> {
  return value(`one of ${allowed.join(', ')}`, (text) => allowed.find((candidate) => candidate === text));
}

/** @param unit what is counted, as in `days` */
export function wholeNumber(from: number, to: number, unit = ''): Value<number> {
  const takes = `a whole number ${unit === '' ? '' : `of ${unit} `}from ${from} to ${to}`;
  return value(takes, (text) => {
    if (!/^\d{1,9}$/.test(text)) return undefined;
    const number = Number(text);
    return number >= from && number <= to ? number : undefined;
  });
}

export function onOrOff(): Value<boolean> {
  const words: Readonly<Record<string, boolean>> = {
    on: true,
    true: true,
    '1': true,
    off: false,
    false: false,
    '0': false,
  };
  return value('on or off', (text) => words[text.toLowerCase()]);
}

/** @param schemes with their colon, as in `https:` */
export function url(takes: string, ...schemes: readonly string[]): Value<string> {
  return value(takes, (text) => {
    const parsed = URL.parse(text);
    return parsed !== null && parsed.hostname !== '' && schemes.includes(parsed.protocol) ? text : undefined;
  });
}

export function matching(takes: string, pattern: RegExp): Value<string> {
  return value(takes, (text) => (pattern.test(text) ? text : undefined));
}

export function listOf<T>(takes: string, parseItem: (text: string) => T | undefined): Value<readonly T[]> {
  return value(takes, (text) => {
    const items = text.split(',').map((item) => parseItem(item));
    return items.every((item) => item !== undefined) ? items : undefined;
  });
}
