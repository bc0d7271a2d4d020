import { Money } from '@online-cinema/domain/shared';

/** `createdAt` is `created_at`. */
export type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** What `present` makes of a `T`. */
export type Presented<T> = T extends Money | Date
  ? string
  : T extends readonly (infer Item)[]
    ? Presented<Item>[]
    : T extends object
      ? { [Name in keyof T & string as SnakeCase<Name>]: Presented<T[Name]> }
      : T;

/** Domain values as the API writes them: snake_case names, money as a decimal string, times in ISO 8601 (UTC). */
export function present<T>(value: T): Presented<T>;
export function present(value: unknown): unknown {
  if (value instanceof Money) return value.toDecimal();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  const presented: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) presented[snakeCase(name)] = present(item);
  return presented;
}

/** Few names, each asked for with every film of every list. */
const inSnakeCase = new Map<string, string>();

/** `createdAt` as the API writes it: `created_at`. */
export function snakeCase(name: string): string {
  const known = inSnakeCase.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  inSnakeCase.set(name, made);
  return made;
}
