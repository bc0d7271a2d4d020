// Runs in a thread of its own; see HashingThread.
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import type { HashingTask } from './hashing-thread.ts';

// On Linux a priority is a thread's own (setpriority(2), "C library/kernel differences"): requests go before hashing.
// Elsewhere it is the whole process's, which would gain nothing.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', (task: HashingTask) => parentPort?.postMessage(carryOut(task)));

function carryOut(task: HashingTask): string | boolean | Error {
  try {
    return task.kind === 'hash' ? hashSync(task.password, task.options) : verifySync(task.hash, task.password);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
