import {
  DeleteObject,
  type LinkMailNeeds,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
} from '@online-cinema/application/accounts';
import { GiveBackPayment, MailAboutPayment, RecordRefund } from '@online-cinema/application/payments';
import { type JobHandlers, type JobName, type Mailer, MailRefused } from '@online-cinema/application/ports';
import type { JobPorts } from './ports.ts';

/** A mail by the job that wrote it; never its address. */
type MailOfJob = Readonly<{
  name: JobName;
  id: string;
  /** The payment that it is about, if it is about one. */
  paymentId?: number;
}>;

type JobSettings = Readonly<{
  /** Whether an address gets its share of mails an hour and no more. */
  isLimited: boolean;
  /** Called whenever a mail was accepted for delivery. `user`: whose address it is, where that is somebody's. */
  onMailSent?: (mail: MailOfJob, user: number | undefined) => void;
  /** Called whenever a mail was not even written, since nobody is to get it. */
  onMailNotWritten?: (mail: MailOfJob, user: number | undefined, reason: string) => void;
  /** Called whenever a mail was refused for good: its job is done, as nobody is there to be written to. */
  onMailRefused?: (mail: MailOfJob, user: number | undefined, reason: string) => void;
  /** Called before the job of a mail to somebody fails by an error, as that has no room for whose it is. */
  onMailFailed?: (error: Error, user: number) => void;
}>;

/** What carries out the jobs that use cases leave for later. */
export function jobHandlersOn(ports: JobPorts, settings: JobSettings): JobHandlers {
  const { unitOfWork, clock, letters, links, gateway } = ports;
  const { isLimited, onMailSent, onMailNotWritten, onMailRefused, onMailFailed } = settings;
  const mailerOf = (mail: MailOfJob): Mailer => ({
    async send(written) {
      // Before, as a mail must not come twice because nobody could be asked whose it was.
      const user = await unitOfWork.run(({ users }) => users.findByEmailForUpdate(written.to));
      try {
        await ports.mailer.send(written);
      } catch (error) {
        if (error instanceof MailRefused) return onMailRefused?.(mail, user?.id, error.message);
        if (error instanceof Error && user) onMailFailed?.(error, user.id);
        throw error;
      }
      onMailSent?.(mail, user?.id);
    },
  });
  const forLink = (mail: MailOfJob): LinkMailNeeds => ({
    ...{ ...ports, isLimited, mailer: mailerOf(mail) },
    onNotWritten: (user, reason) => onMailNotWritten?.(mail, user, reason),
  });
  const deleteObject = new DeleteObject(ports.objects);
  const recordRefund = new RecordRefund(unitOfWork, clock, ports.alarms);
  const giveBackPayment = new GiveBackPayment(unitOfWork, gateway, recordRefund);
  return {
    'mail-activation-link': (job) =>
      new MailActivationLink(forLink({ name: 'mail-activation-link', id: job.id })).execute(job),
    'mail-account-activated': (job) => {
      const mailer = mailerOf({ name: 'mail-account-activated', id: job.id });
      return new MailNotice('account-activated', letters, mailer, links).execute(job);
    },
    'mail-password-reset-link': (job) =>
      new MailPasswordResetLink(forLink({ name: 'mail-password-reset-link', id: job.id })).execute(job),
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
