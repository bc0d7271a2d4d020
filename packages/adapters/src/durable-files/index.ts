export { flushFolder, removeDurably, writeDurably } from './durable-file.ts';
