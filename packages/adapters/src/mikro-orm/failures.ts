import { DatabaseUnavailable } from '@online-cinema/application/ports';
import { codeOf } from '../error-codes/index.ts';

/** PostgreSQL: serialization_failure, deadlock_detected, lock_not_available. */
const CONFLICTS = ['40001', '40P01', '55P03'];
/** PostgreSQL's foreign_key_violation, and SQLite's. */
const MISSING_REFERENCES = ['23503', 'SQLITE_CONSTRAINT_FOREIGNKEY'];
/** PostgreSQL's admin_shutdown, crash_shutdown, cannot_connect_now, query_canceled (our time-out), too_many_connections. */
const REFUSALS = ['57P01', '57P02', '57P03', '57014', '53300'];
const NETWORK = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'];
/** What `pg` says without a code when a connection does not come about, or the pool stays full. */
const NOT_HAD = /Connection terminated|timeout exceeded when trying to connect/;
/** A connection that there was is gone: PostgreSQL's admin_shutdown and crash_shutdown, and what the network says of it. */
const LOST_CODES = ['57P01', '57P02', '08003', '08006', 'ECONNRESET', 'EPIPE'];
/**
 * The same in the words of `pg`, which has no codes for it; and what PostgreSQL says of a statement that was prepared before
 * a migration, whose connection is given up for it.
 */
const LOST =
  /^Connection terminated( unexpectedly)?$|connection error and is not queryable|^cached plan must not change result type$/;

/** Whether another process holds the SQLite lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** Whether the transaction stood in another's way and may well succeed when it is tried again. */
export function isConflict(error: unknown): boolean {
  return isBusy(error) || CONFLICTS.includes(codeOf(error));
}

/**
 * Whether a connection broke that there was, as it does when PostgreSQL is restarted. What was asked by it may well be
 * answered by another, if it does not matter that it is asked twice.
 */
export function isConnectionLost(error: unknown): boolean {
  return LOST_CODES.includes(codeOf(error)) || (error instanceof Error && LOST.test(error.message));
}

/** Whether a row was to refer to another that is gone. */
export function isMissingReference(error: unknown): boolean {
  return MISSING_REFERENCES.includes(codeOf(error));
}

/** Whether the database cannot be reached, or has no time. */
function isUnavailability(error: unknown): boolean {
  const code = codeOf(error);
  if (code.startsWith('08') || REFUSALS.includes(code) || NETWORK.includes(code)) return true;
  return isConnectionLost(error) || (error instanceof Error && NOT_HAD.test(error.message));
}

/** The failure as callers know it: what they can only wait out becomes `DatabaseUnavailable`. */
export function asPortError(error: unknown): unknown {
  return isConflict(error) || isUnavailability(error) ? new DatabaseUnavailable({ cause: error }) : error;
}
