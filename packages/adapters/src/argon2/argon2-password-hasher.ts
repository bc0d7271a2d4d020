import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type PasswordHasher, TooBusyToHash } from '@online-cinema/application/ports';
import pLimit, { type LimitFunction } from 'p-limit';
import { HashingThread } from './hashing-thread.ts';

interface HashingCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB of memory, 2 passes and 1 lane. */
const OWASP: HashingCost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const WAITING_AT_MOST = 50;
/** More threads than this gain a shop little and cost each some memory. */
const THREADS_AT_MOST = 4;

/** argon2id (RFC 9106), on threads of its own, so that the event loop goes on. */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #cost: HashingCost;
  readonly #turns: LimitFunction;
  readonly #idle: HashingThread[];
  readonly #hashOfNobody: string;

  /** `cost` and `atOnce` are for tests and tuning; by default the OWASP setting, on one core less than there are. */
  constructor({ cost = OWASP, atOnce = hashingsAtOnce() }: { cost?: HashingCost; atOnce?: number } = {}) {
    this.#cost = cost;
    this.#turns = pLimit(atOnce);
    this.#idle = Array.from({ length: atOnce }, () => new HashingThread());
    this.#hashOfNobody = randomHash(cost);
  }

  async hash(password: string): Promise<string> {
    const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = this.#cost;
    return this.#inTurn((thread) => thread.hash(password, { memoryCost, timeCost, parallelism }));
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const matches = await this.#inTurn((thread) => thread.verify(hash ?? this.#hashOfNobody, password));
    return hash !== undefined && matches;
  }

  /** How many passwords are being hashed or compared, and how many wait for their turn. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#turns.activeCount, waiting: this.#turns.pendingCount };
  }

  async #inTurn<T>(work: (thread: HashingThread) => Promise<T>): Promise<T> {
    if (this.#turns.pendingCount >= WAITING_AT_MOST) throw new TooBusyToHash();
    return this.#turns(async () => {
      // As many have their turn at once as there are threads. The one used last is taken first: others need not begin at all.
      const thread = this.#idle.pop() ?? new HashingThread();
      try {
        return await work(thread);
      } finally {
        this.#idle.push(thread);
      }
    });
  }
}

/** One core stays free for requests. */
function hashingsAtOnce(): number {
  return Math.max(1, Math.min(availableParallelism() - 1, THREADS_AT_MOST));
}

/** The hash of no password: as costly to compare with as any other, made without hashing. */
function randomHash({ memoryKiB, passes, lanes }: HashingCost): string {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(16)}$${base64(32)}`;
}
