import { Money } from '@online-cinema/domain/shared';

/** Domain values as the API writes them: snake_case names, money as a decimal string, times in ISO 8601 (UTC). */
export function present(value: unknown): unknown {
  if (value instanceof Money) return value.toDecimal();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [snakeCase(name), present(item)]));
}

/** `metaScore` as the API writes it: `meta_score`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
