import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { PasswordHasher } from '@online-cinema/application/ports';
import { TooBusyToHash } from '@online-cinema/domain/accounts';
import { Turnstile } from './turnstile.ts';

export interface HashingCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB of memory, 2 passes and 1 lane. */
const OWASP: HashingCost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const WAITING_AT_MOST = 50;
/** What libuv makes of its own where nothing else is said; each hashing takes one. */
const DEFAULT_THREADS = 4;

/** argon2id (RFC 9106), on libuv's threads, so that the event loop goes on. */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #cost: HashingCost;
  readonly #turnstile: Turnstile;
  readonly #hashOfNobody: string;

  /** `cost` and `atOnce` are for tests and tuning; by default the OWASP setting, on one core less than there are. */
  constructor({ cost = OWASP, atOnce = hashingsAtOnce() }: { cost?: HashingCost; atOnce?: number } = {}) {
    this.#cost = cost;
    this.#turnstile = new Turnstile({ atOnce, waiting: WAITING_AT_MOST });
    this.#hashOfNobody = randomHash(cost);
  }

  async hash(password: string): Promise<string> {
    const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = this.#cost;
    return this.#inTurn(async () => {
      const argon2 = await import('argon2');
      return argon2.hash(password, { type: argon2.argon2id, memoryCost, timeCost, parallelism });
    });
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const argon2 = await import('argon2');
      const matches = await argon2.verify(hash ?? this.#hashOfNobody, password);
      return hash !== undefined && matches;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#turnstile.isFull) throw new TooBusyToHash();
    return this.#turnstile.pass(work);
  }
}

/** One core stays free for requests, and one thread for files and signatures, which libuv's threads do as well. */
function hashingsAtOnce(): number {
  const { UV_THREADPOOL_SIZE } = process.env;
  const threads = Number(UV_THREADPOOL_SIZE) || DEFAULT_THREADS;
  return Math.max(1, Math.min(availableParallelism(), threads) - 1);
}

/** The hash of no password: as costly to compare with as any other, made without hashing. */
function randomHash({ memoryKiB, passes, lanes }: HashingCost): string {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(16)}$${base64(32)}`;
}
