export { SweepOrphans } from './sweep-orphans.ts';
