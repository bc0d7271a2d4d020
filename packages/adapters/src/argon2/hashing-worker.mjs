// Runs in a thread of its own; see HashingThread. JavaScript, as what strips types would take 16 MB in every such thread.
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

/** @import { HashingTask } from './hashing-thread.ts' */

// On Linux a priority is a thread's own (setpriority(2), "C library/kernel differences"): requests go before hashing.
// Elsewhere it is the whole process's, which would gain nothing.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', (/** @type {HashingTask} */ task) => parentPort?.postMessage(carryOut(task)));

/**
 * @param {HashingTask} task
 * @returns {string | boolean | Error}
 */
function carryOut(task) {
  try {
    return task.kind === 'hash' ? hashSync(task.password, task.options) : verifySync(task.hash, task.password);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
