import { DeleteExpired } from '@online-cinema/application/accounts';
import { RecomputePopularity } from '@online-cinema/application/catalogue';
import { ForgetReadNotifications } from '@online-cinema/application/community';
import { SweepOrphans } from '@online-cinema/application/maintenance';
import { CancelOverdueOrders, ForgetIdempotencyKeys } from '@online-cinema/application/ordering';
import {
  FinishRefunds,
  ForgetWebhookEvents,
  ReconcilePayments,
  RecordRefund,
  RefundPayment,
  SettleSession,
} from '@online-cinema/application/payments';
import type { Schedule, Timetable } from '@online-cinema/application/ports';
import type { Logger } from 'pino';
import type { JobPorts } from './ports.ts';

/** What the clock asks for, and how often. */
export const TIMETABLES = [
  { name: 'cancel overdue orders', every: 'minute' },
  { name: 'finish refunds', every: 'minute' },
  { name: 'reconcile payments', every: 'five minutes' },
  { name: 'delete what expired', every: 'hour' },
  { name: 'forget idempotency keys', every: 'hour' },
  { name: 'recompute popularity', every: 'hour' },
  { name: 'forget read notifications', every: 'day' },
  { name: 'forget webhook events', every: 'day' },
  { name: 'sweep orphans', every: 'day' },
] as const satisfies readonly Timetable[];

type Name = (typeof TIMETABLES)[number]['name'];

/** Everything that the clock asks for; each time it says in the log what it has done. */
export function scheduledOn(ports: JobPorts, logger: Logger): readonly Schedule[] {
  const doing = whatIsDone(ports);
  return TIMETABLES.map((timetable) => {
    const run = async () => {
      const began = performance.now();
      const done = await doing[timetable.name]();
      const details = { schedule: timetable.name, done, milliseconds: Math.round(performance.now() - began) };
      const level = typeof done === 'number' && done > 0 ? 'info' : 'debug';
      logger[level](details, 'what was due by the clock is done');
    };
    return { ...timetable, run };
  });
}

/** Each may be killed at any time, and done twice. */
function whatIsDone(ports: JobPorts): Readonly<Record<Name, () => Promise<unknown>>> {
  const { unitOfWork, clock, gateway, alarms, objects } = ports;
  const settleSession = new SettleSession(unitOfWork, clock, alarms);
  const recordRefund = new RecordRefund(unitOfWork, clock, alarms);
  const refundPayment = new RefundPayment(unitOfWork, gateway, recordRefund, clock);
  const cancelOverdueOrders = new CancelOverdueOrders(unitOfWork, clock);
  const finishRefunds = new FinishRefunds(unitOfWork, refundPayment, clock, alarms);
  const reconcilePayments = new ReconcilePayments(unitOfWork, gateway, settleSession, clock);
  const deleteExpired = new DeleteExpired(unitOfWork, clock);
  const forgetIdempotencyKeys = new ForgetIdempotencyKeys(unitOfWork, clock);
  const recomputePopularity = new RecomputePopularity(unitOfWork, clock);
  const forgetReadNotifications = new ForgetReadNotifications(unitOfWork, clock);
  const forgetWebhookEvents = new ForgetWebhookEvents(unitOfWork, clock);
  const sweepOrphans = new SweepOrphans(unitOfWork, objects, clock);
  return {
    'cancel overdue orders': () => cancelOverdueOrders.execute(),
    'finish refunds': () => finishRefunds.execute(),
    'reconcile payments': () => reconcilePayments.execute(),
    'delete what expired': () => deleteExpired.execute(),
    'forget idempotency keys': () => forgetIdempotencyKeys.execute(),
    'recompute popularity': () => recomputePopularity.execute(),
    'forget read notifications': () => forgetReadNotifications.execute(),
    'forget webhook events': () => forgetWebhookEvents.execute(),
    'sweep orphans': () => sweepOrphans.execute(),
  };
}
