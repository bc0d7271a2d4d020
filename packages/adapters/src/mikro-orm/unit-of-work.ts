import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Transaction, UnitOfWork } from '@online-cinema/application/ports';
import type { Database } from './database.ts';
import { asPortError, isConflict, isConnectionLost } from './failures.ts';
import { type TransactionSettings, transactionOn } from './transaction-scope.ts';

const TRIES = 3;
/** Milliseconds, at most, between two tries; picked at random, so that two that collided do not collide again. */
const LONGEST_PAUSE = 50;

/** How far one try has come. */
interface Progress {
  /** From here on nobody knows whether a connection that breaks took the work with it. */
  isCommitting: boolean;
}

interface Committed<T> {
  readonly result: T;
  /** Tells the job queue. */
  readonly committed: () => void;
}

/** Transactions of MikroORM, on SQLite or PostgreSQL. */
export class MikroOrmUnitOfWork implements UnitOfWork {
  readonly #database: Database;
  readonly #settings: TransactionSettings;
  readonly #running = new AsyncLocalStorage<true>();

  constructor(database: Database, settings: TransactionSettings) {
    this.#database = database;
    this.#settings = settings;
  }

  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // On SQLite the inner one would wait for the outer, which waits for the inner.
    if (this.#running.getStore()) throw new Error('A unit of work was begun inside another: hand the transaction on');
    const { result, committed } = await this.#running.run(true, () => this.#runTrying(work));
    // Out here, so that jobs that begin now are not taken for something inside the unit of work.
    committed();
    return result;
  }

  async #runTrying<T>(work: (transaction: Transaction) => Promise<T>): Promise<Committed<T>> {
    for (let tries = 1; ; tries += 1) {
      const progress: Progress = { isCommitting: false };
      try {
        return await this.#runOnce(work, progress);
      } catch (error) {
        const isWorthAnother = isConflict(error) || (isConnectionLost(error) && !progress.isCommitting);
        if (!isWorthAnother || tries === TRIES) throw asPortError(error);
        await setTimeout(Math.random() * LONGEST_PAUSE);
      }
    }
  }

  async #runOnce<T>(work: (transaction: Transaction) => Promise<T>, progress: Progress): Promise<Committed<T>> {
    const em = this.#database.orm.em.fork();
    const transaction = transactionOn(em, this.#database.kind, this.#settings);
    let failure: { readonly error: unknown } | undefined;
    let result: T;
    try {
      // Kysely's own transaction and not MikroORM's, which keeps the connection for ever if `begin` fails.
      result = await this.#database.writer
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (connection) => {
          em.setTransactionContext(connection);
          try {
            const outcome = await work(transaction);
            progress.isCommitting = true;
            return outcome;
          } catch (error) {
            failure = { error };
            throw error;
          }
        });
    } catch (error) {
      // Where the rollback fails as well, e.g. because the connection is lost, the first failure is the one to tell.
      throw failure ? failure.error : error;
    }
    return { result, committed: transaction.jobs.committed };
  }
}
