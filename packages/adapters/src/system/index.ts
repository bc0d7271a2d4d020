export { SystemClock } from './system-clock.ts';
export { SystemSecretGenerator } from './system-secret-generator.ts';
