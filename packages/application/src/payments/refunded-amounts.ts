import type { Money } from '@online-cinema/domain/shared';
import type { GatewayRefund } from '../ports/index.ts';

/** What of a payment went back, and with `pending` also what is on its way. */
export function amountsOf(refunds: readonly GatewayRefund[], atLeast: 'pending' | 'succeeded'): readonly Money[] {
  return refunds
    .filter(({ status }) => status === 'succeeded' || (atLeast === 'pending' && status === 'pending'))
    .map(({ amount }) => amount);
}
