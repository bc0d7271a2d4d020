export { flushFolder, removeDurably, writeDurably, writeDurablyOnce } from './durable-file.ts';
