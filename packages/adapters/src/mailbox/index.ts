export { Mailbox, type SentMail } from './mailbox.ts';
