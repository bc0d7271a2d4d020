import { LockMode } from '@mikro-orm/core';

/** Rows are read as they are in the database, never from what was read before. */
export const FRESH = { disableIdentityMap: true } as const;
/** Likewise, and locked until the transaction ends (on SQLite the transaction holds the lock of the whole database). */
export const LOCKED = { ...FRESH, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
