import { Money } from '@online-cinema/domain/shared';
import { fieldsOf } from './fields.ts';

/** Whether it is a sum in minor units. */
export function isMinor(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A sum in minor units and a currency in lower case; undefined if they are none. */
export function amountFrom(minor: unknown, currency: unknown): Money | undefined {
  if (!isMinor(minor) || typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency)) return undefined;
  return Money.of(minor, currency.toUpperCase());
}

/** The id of an object that is named, or given whole (https://docs.stripe.com/api/expanding_objects). */
export function idOf(reference: unknown): unknown {
  return typeof reference === 'string' ? reference : fieldsOf(reference)['id'];
}
