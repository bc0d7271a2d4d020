import fc from 'fast-check';
import type { Schema } from './document.ts';

/** Texts that have broken servers before. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udc00x',
    '\u202e',
    '%',
    '%_',
    "' OR 1=1 --",
    '../..',
    '💥'.repeat(300),
    'ﬁ',
    'İ',
    '-0',
    'NaN',
    '__proto__',
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com, eve@example.com',
    '"ann\\" <eve@example.com>"@example.com',
    `${'a'.repeat(300)}@example.com`,
    'x'.repeat(100_000),
  ),
  fc.constantFrom('99999999999999999999', '-1', '0', '1', '1e999', '0x10', '1_000', 'null', '[]', '{}', '1990-02-30'),
);

export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, false, 0, -1, 1e30, 2 ** 31, 2 ** 53, -(2 ** 63)),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values that a schema takes, as far as its shape goes; of optional fields some are there. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const { enum: listed, const: constant, anyOf, type } = schema;
  if (Array.isArray(listed)) return fc.constantFrom(...listed);
  if (constant !== undefined) return fc.constant(constant);
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(valuesOf));
  switch (type) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.oneof(fc.integer({ min: -1, max: 20 }), fc.maxSafeInteger());
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(isSchema(schema['items']) ? valuesOf(schema['items']) : nastyValue, { maxLength: 4 });
    case 'object':
      return objectsOf(schema);
    default:
      return nastyValue;
  }
}

/** The same with some of the fields gone, of another kind or joined by others that nobody asked for. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const names = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'group', 'is_active'),
    fc.string(),
  );
  return fc
    .tuple(values, fc.array(fc.tuple(names, nastyValue), { maxLength: 2 }), fc.nat(), fc.option(nastyValue))
    .map(([value, more, which, instead]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return instead;
      const fields = Object.entries(value);
      const at = which % (fields.length + 1);
      const changed = fields.flatMap(([name, each], position): [string, unknown][] => {
        if (position !== at) return [[name, each]];
        return instead === null ? [] : [[name, instead]];
      });
      return Object.fromEntries([...changed, ...more]);
    });
}

function textsOf({ format, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'date') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (format === 'uuid') return fc.uuid();
  const length = { minLength: Number(minLength ?? 0), maxLength: Number(maxLength ?? 300) };
  return fc.oneof(
    fc.string({ unit: 'grapheme', ...length }),
    fc.emailAddress(),
    fc.constantFrom('ann@example.com', 'Str0ng!pass', 'woman', 'Ann', '2'),
  );
}

function objectsOf({ properties, required }: Schema): fc.Arbitrary<unknown> {
  const fields = isRecord(properties) ? Object.entries(properties) : [];
  const names = fields.map(([name]) => name);
  const values = fields.map(([name, each]): [string, fc.Arbitrary<unknown>] => [
    name,
    isSchema(each) ? valuesOf(each) : nastyValue,
  ]);
  return fc.record(Object.fromEntries(values), {
    requiredKeys: names.filter((name) => Array.isArray(required) && required.includes(name)),
  });
}

function isSchema(value: unknown): value is Schema {
  return isRecord(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
