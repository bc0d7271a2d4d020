export { ProcessLock } from './process-lock.ts';
