import {
  type DeleteExpired,
  DeleteObject,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
} from '@online-cinema/application/accounts';
import type { RecomputePopularity } from '@online-cinema/application/catalogue';
import type { ForgetReadNotifications } from '@online-cinema/application/community';
import type { CancelOverdueOrders } from '@online-cinema/application/ordering';
import { GiveBackPayment, MailReceipt, type ReconcilePayments } from '@online-cinema/application/payments';
import type { JobHandlers } from '@online-cinema/application/ports';
import { days, hours, minutes } from '@online-cinema/domain/shared';
import type { Ports } from './ports.ts';

/** What jobs need of the world. */
export type JobPorts = Pick<
  Ports,
  'unitOfWork' | 'secrets' | 'clock' | 'letters' | 'mailer' | 'links' | 'gateway' | 'objects' | 'paymentQueries'
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
  const giveBackPayment = new GiveBackPayment(unitOfWork, gateway, clock);
  return {
    'mail-activation-link': (job) => mailActivationLink.execute(job),
    'mail-account-activated': (job) => mailAccountActivated.execute(job),
    'mail-password-reset-link': (job) => mailPasswordResetLink.execute(job),
    'mail-password-reset-done': (job) => mailPasswordResetDone.execute(job),
    'delete-object': (job) => deleteObject.execute(job),
    'mail-receipt': (job) => mailReceipt.execute(job),
    'give-back-payment': (job) => giveBackPayment.execute(job),
  };
}

/** Something that the clock asks for; `every` in milliseconds. */
export type Scheduled = Readonly<{ name: string; every: number; run: () => Promise<unknown> }>;

/** Everything that the clock asks for. */
export function scheduledOn(
  useCases: Readonly<{
    cancelOverdueOrders: CancelOverdueOrders;
    reconcilePayments: ReconcilePayments;
    deleteExpired: DeleteExpired;
    recomputePopularity: RecomputePopularity;
    forgetReadNotifications: ForgetReadNotifications;
  }>,
): readonly Scheduled[] {
  return [
    { name: 'cancel overdue orders', every: minutes(1), run: () => useCases.cancelOverdueOrders.execute() },
    { name: 'reconcile payments', every: minutes(5), run: () => useCases.reconcilePayments.execute() },
    { name: 'delete what expired', every: hours(1), run: () => useCases.deleteExpired.execute() },
    { name: 'recompute popularity', every: hours(1), run: () => useCases.recomputePopularity.execute() },
    { name: 'forget read notifications', every: days(1), run: () => useCases.forgetReadNotifications.execute() },
  ];
}
