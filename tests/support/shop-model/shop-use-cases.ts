import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { EraseAccount } from '@online-cinema/application/accounts';
import {
  AddToCart,
  CancelOrder,
  CancelOverdueOrders,
  ClaimIdempotencyKey,
  ForgetIdempotencyKeys,
  KeepAnswer,
  PlaceOrder,
} from '@online-cinema/application/ordering';
import {
  ConfirmCheckout,
  FinishRefunds,
  GiveBackPayment,
  HandleWebhook,
  OpenCheckout,
  ReconcilePayments,
  RecordRefund,
  RefundOrder,
  RefundPayment,
  SettleSession,
} from '@online-cinema/application/payments';
import { type AccountQueries, SiteLinks } from '@online-cinema/application/ports';
import type { Outside } from './fragile-process.ts';

/** The shop's use cases, put together as the apps do, on any store. */
export function shopOn({ unitOfWork, gateway, clock }: Outside) {
  const alarms = new RecordedAlarms();
  const links = new SiteLinks('https://cinema.example');
  const settleSession = new SettleSession(unitOfWork, clock, alarms);
  const recordRefund = new RecordRefund(unitOfWork, clock, alarms);
  const refundPayment = new RefundPayment(unitOfWork, gateway, recordRefund, clock);
  const cancelOrder = new CancelOrder(unitOfWork, gateway, settleSession, clock);
  return {
    addToCart: new AddToCart(unitOfWork, clock),
    placeOrder: new PlaceOrder(unitOfWork, clock),
    openCheckout: new OpenCheckout({ unitOfWork, gateway, settleSession, links, clock }),
    cancelOrder,
    refundOrder: new RefundOrder({ unitOfWork, refundPayment, clock, refundDays: 14 }),
    handleWebhook: new HandleWebhook({ unitOfWork, gateway, settleSession, recordRefund, clock }),
    confirmCheckout: new ConfirmCheckout(unitOfWork, gateway, settleSession),
    giveBackPayment: new GiveBackPayment(unitOfWork, gateway, recordRefund),
    cancelOverdueOrders: new CancelOverdueOrders(unitOfWork, clock),
    finishRefunds: new FinishRefunds(unitOfWork, refundPayment, clock, alarms),
    reconcilePayments: new ReconcilePayments(unitOfWork, gateway, settleSession, clock),
    forgetIdempotencyKeys: new ForgetIdempotencyKeys(unitOfWork, clock),
    claimIdempotencyKey: new ClaimIdempotencyKey(unitOfWork, clock),
    keepAnswer: new KeepAnswer(unitOfWork),
    eraseAccount: new EraseAccount(unitOfWork, trustingAccounts, trustingHasher, cancelOrder),
  };
}

export type Shop = ReturnType<typeof shopOn>;

function unasked(): never {
  throw new Error('Nobody was expected to ask this');
}

/** Whoever says who they are is believed. */
const trustingAccounts: AccountQueries = {
  credentials: unasked,
  standing: unasked,
  credentialsOf: async (userId) => ({ userId, hashedPassword: 'hashed' }),
  profile: unasked,
  user: unasked,
  account: unasked,
  users: unasked,
  sessions: unasked,
};
const trustingHasher = { hash: unasked, verify: async () => true };
