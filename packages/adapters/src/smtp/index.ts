export { SmtpFault } from './smtp-fault.ts';
export { SmtpMailer, type SmtpSettings } from './smtp-mailer.ts';
