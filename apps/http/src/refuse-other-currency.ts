import type { Currency } from '@online-cinema/domain/shared';
import { StartRefused } from './start-refused.ts';

/** Orders are paid in the currency in which they were placed. @throws StartRefused while any waits in another */
export function refuseOtherCurrency(currency: Currency, pending: readonly Currency[]): void {
  const other = pending.find((each) => each !== currency);
  if (other === undefined) return;
  throw new StartRefused(
    `CURRENCY is "${currency}"; it takes "${other}" until no order that was placed in ${other} is pending any more.`,
  );
}
