export { codeOf } from './code-of.ts';
