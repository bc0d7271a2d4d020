export { EtaLetterWriter } from './eta-letter-writer.ts';
