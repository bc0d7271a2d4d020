export { SmtpFault } from './smtp-fault.ts';
export { SmtpMailer } from './smtp-mailer.ts';
