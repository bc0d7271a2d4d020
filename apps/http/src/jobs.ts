import {
  DeleteObject,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
} from '@online-cinema/application/accounts';
import { GiveBackPayment, MailAboutPayment, RecordRefund } from '@online-cinema/application/payments';
import type { JobHandlers } from '@online-cinema/application/ports';
import type { JobPorts } from './ports.ts';

/** What carries out the jobs that use cases leave for later. `isLimited`: an address gets its share of mails an hour and no more. */
export function jobHandlersOn(ports: JobPorts, { isLimited }: { isLimited: boolean }): JobHandlers {
  const { unitOfWork, clock, letters, mailer, links, gateway } = ports;
  const mailActivationLink = new MailActivationLink({ ...ports, isLimited });
  const mailPasswordResetLink = new MailPasswordResetLink({ ...ports, isLimited });
  const mailPasswordResetDone = new MailNotice('password-reset-done', letters, mailer, links);
  const deleteObject = new DeleteObject(ports.objects);
  const mailAccountActivated = new MailNotice('account-activated', letters, mailer, links);
  const mailReceipt = new MailAboutPayment('payment-received', ports);
  const mailOrderRefunded = new MailAboutPayment('order-refunded', ports);
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
