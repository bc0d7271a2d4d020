import { fault, type InputFault, type Place } from './input-fault.ts';
import { notUnicode, nullCharacter } from './messages.ts';

/**
 * The texts within a value that no database stores as they are: with a null character (PostgreSQL refuses it) or half
 * a surrogate pair (no Unicode). The value has passed its schema, so it is no deeper than that.
 */
export function unstorableTexts(value: unknown, loc: readonly [Place, ...(string | number)[]]): readonly InputFault[] {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) return [fault(notUnicode, loc, value)];
    return value.includes('\0') ? [fault(nullCharacter, loc, value)] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, position) => unstorableTexts(item, [...loc, position]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => unstorableTexts(item, [...loc, name]));
}
