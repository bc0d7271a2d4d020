import { type Currency, Money } from '@online-cinema/domain/shared';

/** A time as it comes: a Date by the ORM, milliseconds since 1970 from SQLite, text from PostgreSQL. */
export function time(value: Date): Date;
export function time(value: Date | null): Date | null;
export function time(value: Date | null): Date | null {
  return value === null ? null : new Date(value);
}

/** A price as it is stored, in minor units; null for what is not for sale. */
export function priceOf(minor: number | null, currency: Currency): Money | null {
  return minor === null ? null : Money.of(minor, currency);
}

/** The largest whole number of 32 bits. */
export const LARGEST = 2 ** 31 - 1;

/** Whether there can be a row with this id; PostgreSQL calls others errors, not missing. */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= LARGEST;
}
