import {
  DeleteExpired,
  DeleteObject,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
} from '@online-cinema/application/accounts';
import { RecomputePopularity } from '@online-cinema/application/catalogue';
import { ForgetReadNotifications } from '@online-cinema/application/community';
import { CancelOverdueOrders, ForgetIdempotencyKeys } from '@online-cinema/application/ordering';
import {
  FinishRefunds,
  GiveBackPayment,
  MailOrderRefunded,
  MailReceipt,
  ReconcilePayments,
  RecordRefund,
  RefundPayment,
  SettleSession,
} from '@online-cinema/application/payments';
import type { JobHandlers } from '@online-cinema/application/ports';
import { days, hours, minutes } from '@online-cinema/domain/shared';
import type { Ports } from './ports.ts';

/** What jobs need of the world. */
export type JobPorts = Pick<
  Ports,
  | 'unitOfWork'
  | 'secrets'
  | 'clock'
  | 'alarms'
  | 'letters'
  | 'mailer'
  | 'links'
  | 'gateway'
  | 'objects'
  | 'paymentQueries'
>;

/** What carries out the jobs that use cases leave for later. `isLimited`: an address gets its share of mails an hour and no more. */
export function jobHandlersOn(ports: JobPorts, { isLimited }: { isLimited: boolean }): JobHandlers {
  const { unitOfWork, clock, letters, mailer, links, gateway, paymentQueries } = ports;
  const mailActivationLink = new MailActivationLink({ ...ports, isLimited });
  const mailPasswordResetLink = new MailPasswordResetLink({ ...ports, isLimited });
  const mailPasswordResetDone = new MailNotice('password-reset-done', letters, mailer, links);
  const deleteObject = new DeleteObject(ports.objects);
  const mailAccountActivated = new MailNotice('account-activated', letters, mailer, links);
  const mailReceipt = new MailReceipt(paymentQueries, letters, mailer, links);
  const mailOrderRefunded = new MailOrderRefunded(paymentQueries, letters, mailer, links);
  const recordRefund = new RecordRefund(unitOfWork, clock, ports.alarms);
  const giveBackPayment = new GiveBackPayment(unitOfWork, gateway, recordRefund);
  return {
    'mail-activation-link': (job) => mailActivationLink.execute(job),
    'mail-account-activated': (job) => mailAccountActivated.execute(job),
    'mail-password-reset-link': (job) => mailPasswordResetLink.execute(job),
    'mail-password-reset-done': (job) => mailPasswordResetDone.execute(job),
    'delete-object': (job) => deleteObject.execute(job),
    'mail-receipt': (job) => mailReceipt.execute(job),
    'mail-order-refunded': (job) => mailOrderRefunded.execute(job),
    'give-back-payment': (job) => giveBackPayment.execute(job),
  };
}

/** Something that the clock asks for; `every` in milliseconds. */
export type Scheduled = Readonly<{ name: string; every: number; run: () => Promise<unknown> }>;

/** Everything that the clock asks for. */
export function scheduledOn(ports: JobPorts): readonly Scheduled[] {
  const { unitOfWork, clock, gateway, paymentQueries, alarms } = ports;
  const settleSession = new SettleSession(unitOfWork, clock, alarms);
  const recordRefund = new RecordRefund(unitOfWork, clock, alarms);
  const refundPayment = new RefundPayment(unitOfWork, gateway, recordRefund, clock);
  const cancelOverdueOrders = new CancelOverdueOrders(unitOfWork, clock);
  const finishRefunds = new FinishRefunds(unitOfWork, refundPayment, clock, alarms);
  const reconcilePayments = new ReconcilePayments(paymentQueries, gateway, settleSession, clock);
  const deleteExpired = new DeleteExpired(unitOfWork, clock);
  const forgetIdempotencyKeys = new ForgetIdempotencyKeys(unitOfWork, clock);
  const recomputePopularity = new RecomputePopularity(unitOfWork, clock);
  const forgetReadNotifications = new ForgetReadNotifications(unitOfWork, clock);
  return [
    { name: 'cancel overdue orders', every: minutes(1), run: () => cancelOverdueOrders.execute() },
    { name: 'finish refunds', every: minutes(1), run: () => finishRefunds.execute() },
    { name: 'reconcile payments', every: minutes(5), run: () => reconcilePayments.execute() },
    { name: 'delete what expired', every: hours(1), run: () => deleteExpired.execute() },
    { name: 'forget idempotency keys', every: hours(1), run: () => forgetIdempotencyKeys.execute() },
    { name: 'recompute popularity', every: hours(1), run: () => recomputePopularity.execute() },
    { name: 'forget read notifications', every: days(1), run: () => forgetReadNotifications.execute() },
  ];
}
