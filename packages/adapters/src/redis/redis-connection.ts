import { once } from 'node:events';
import { Redis } from 'ioredis';

/** Milliseconds that an answer may take: whoever waits for it has somebody waiting as well. */
const PATIENCE = 200;
/** Milliseconds of silence after which a connection is given up, and made anew. */
const LONGEST_SILENCE = 1_000;
const CONNECTED_WITHIN = 1_000;
const LONGEST_PAUSE = 2_000;

/** What is told of a connection, once each time it happens. */
interface RedisNews {
  readonly onGone: (reason: string) => void;
  readonly onBack: () => void;
}

/**
 * A Redis that may go away and come back by itself. What is asked of it meanwhile is not kept for later: it fails, at
 * once while the connection is down, and within 200 ms, unless told otherwise, while Redis does not answer.
 */
export class RedisConnection {
  /** For libraries that bring commands of their own. */
  readonly client: Redis;
  #isThere = false;

  private constructor(client: Redis) {
    this.client = client;
  }

  /**
   * Resolves once Redis is there or is known not to be, after a second at most. `patience`: milliseconds that an answer
   * may take.
   */
  static async open(url: string, { onGone, onBack }: RedisNews, patience = PATIENCE): Promise<RedisConnection> {
    const client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECTED_WITHIN,
      commandTimeout: patience,
      socketTimeout: LONGEST_SILENCE,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE),
      // After a failover: the address leads to another server by now.
      reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    });
    const redis = new RedisConnection(client);
    let isKnownToBeGone = false;
    let reason: string | undefined;
    client.on('error', (error) => {
      reason = error.message;
    });
    client.on('ready', () => {
      redis.#isThere = true;
      if (isKnownToBeGone) onBack();
      isKnownToBeGone = false;
      reason = undefined;
    });
    client.on('close', () => {
      redis.#isThere = false;
      if (!isKnownToBeGone) onGone(reason ?? 'it closed the connection');
      isKnownToBeGone = true;
    });
    const settled = Promise.race([once(client, 'ready'), once(client, 'close')]);
    // What it rejects with, the events tell as well.
    client.connect().catch(() => undefined);
    await settled.catch(() => undefined);
    return redis;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Rejects where Redis takes nothing down: it is gone, silent, full, or somebody's copy. */
  async check(): Promise<void> {
    await this.client.set('cinema:check', '', 'PX', PATIENCE);
  }

  /** Nothing may be asked after that; nothing more is told. */
  close(): void {
    this.client.removeAllListeners('close');
    this.client.disconnect();
  }
}
