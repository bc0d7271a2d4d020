import {
  DeleteObject,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
} from '@online-cinema/application/accounts';
import { GiveBackPayment, MailAboutPayment, RecordRefund } from '@online-cinema/application/payments';
import type { JobHandlers, JobName, Mailer } from '@online-cinema/application/ports';
import type { JobPorts } from './ports.ts';

/** A mail that went, by the job that wrote it; never to whom. */
export type MailSent = Readonly<{
  name: JobName;
  id: string;
  /** The payment that it is about, if it is about one. */
  paymentId?: number;
}>;

export type JobSettings = Readonly<{
  /** Whether an address gets its share of mails an hour and no more. */
  isLimited: boolean;
  /** Called whenever a mail was accepted for delivery. */
  onMailSent?: (mail: MailSent) => void;
}>;

/** What carries out the jobs that use cases leave for later. */
export function jobHandlersOn(ports: JobPorts, settings: JobSettings): JobHandlers {
  const { unitOfWork, clock, letters, links, gateway } = ports;
  const { isLimited, onMailSent } = settings;
  const mailerOf = (mail: MailSent): Mailer => ({
    async send(written) {
      await ports.mailer.send(written);
      onMailSent?.(mail);
    },
  });
  const deleteObject = new DeleteObject(ports.objects);
  const recordRefund = new RecordRefund(unitOfWork, clock, ports.alarms);
  const giveBackPayment = new GiveBackPayment(unitOfWork, gateway, recordRefund);
  return {
    'mail-activation-link': (job) => {
      const mailer = mailerOf({ name: 'mail-activation-link', id: job.id });
      return new MailActivationLink({ ...ports, mailer, isLimited }).execute(job);
    },
    'mail-account-activated': (job) => {
      const mailer = mailerOf({ name: 'mail-account-activated', id: job.id });
      return new MailNotice('account-activated', letters, mailer, links).execute(job);
    },
    'mail-password-reset-link': (job) => {
      const mailer = mailerOf({ name: 'mail-password-reset-link', id: job.id });
      return new MailPasswordResetLink({ ...ports, mailer, isLimited }).execute(job);
    },
    'mail-password-reset-done': (job) => {
      const mailer = mailerOf({ name: 'mail-password-reset-done', id: job.id });
      return new MailNotice('password-reset-done', letters, mailer, links).execute(job);
    },
    'mail-receipt': (job) => {
      const mailer = mailerOf({ name: 'mail-receipt', id: job.id, paymentId: job.data.paymentId });
      return new MailAboutPayment('payment-received', { ...ports, mailer }).execute(job);
    },
    'mail-order-refunded': (job) => {
      const mailer = mailerOf({ name: 'mail-order-refunded', id: job.id, paymentId: job.data.paymentId });
      return new MailAboutPayment('order-refunded', { ...ports, mailer }).execute(job);
    },
    'delete-object': (job) => deleteObject.execute(job),
    'give-back-payment': (job) => giveBackPayment.execute(job),
  };
}
