import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction, UnitOfWork } from '@online-cinema/application/ports';
import type { Database } from './database.ts';
import { isConflict, isConnectionLost } from './failures.ts';
import { type TransactionSettings, transactionOn } from './transaction-scope.ts';
import { trying } from './trying.ts';

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

  #runTrying<T>(work: (transaction: Transaction) => Promise<T>): Promise<Committed<T>> {
    let progress: Progress = { isCommitting: false };
    return trying(
      () => {
        progress = { isCommitting: false };
        return this.#runOnce(work, progress);
      },
      (error) => isConflict(error) || (isConnectionLost(error) && !progress.isCommitting),
    );
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
