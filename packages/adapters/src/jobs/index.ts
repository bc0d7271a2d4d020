export { AFTER_THE_ANSWER } from './after-the-answer.ts';
export { errorText } from './error-text.ts';
