import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Clock,
  type JobDelivery,
  type JobHandlers,
  type JobName,
  type JobQueue,
  MAILS_TO_ADDRESSES,
  type Transaction,
  type UnitOfWork,
} from '@online-cinema/application/ports';
import { linkTokenRepository, profileRepository, sessionRepository, userRepository } from './account-repositories.ts';
import { movieRepository, offerRepository } from './catalogue-repositories.ts';
import { commentRepository, favoriteRepository, movieMarks, notificationRepository } from './community-repositories.ts';
import { facetRepository } from './facet-repository.ts';
import { idempotencyKeyRepository } from './idempotency-key-repository.ts';
import { cartRepository, orderRepository, purchaseRepository } from './ordering-repositories.ts';
import {
  checkoutSessionRepository,
  paymentRepository,
  refundRepository,
  webhookEventRepository,
} from './payment-repositories.ts';
import { popularityRepository } from './popularity-repository.ts';
import { type StoredJob, Tables } from './tables.ts';

/** One transaction after the other on a copy of everything, which takes the place of the original on commit. */
export class InMemoryUnitOfWork implements UnitOfWork {
  readonly #clock: Clock;
  #tables = new Tables();
  #last: Promise<unknown> = Promise.resolve();
  readonly #running = new AsyncLocalStorage<true>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // The inner one would wait for the outer, which waits for the inner.
    if (this.#running.getStore()) throw new Error('A unit of work was begun inside another: hand the transaction on');
    const result = this.#last.then(async () => {
      const tables = new Tables(this.#tables);
      const answer = await this.#running.run(true, () => work(this.#transactionOn(tables)));
      this.#tables = tables;
      return answer;
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** What is committed, for whoever wants to look. */
  get tables(): Tables {
    return this.#tables;
  }

  /** Carries out every job that waits, the oldest first, until none is left; one that fails stays, and its error comes out. */
  async carryOutJobs(handlers: JobHandlers): Promise<void> {
    for (let [job] = this.#tables.jobs.all(); job; [job] = this.#tables.jobs.all()) {
      await carryOut(job, handlers);
      this.#tables.jobs.delete(Number(job.id));
    }
  }

  #transactionOn(tables: Tables): Transaction {
    return {
      users: userRepository(tables),
      activationTokens: linkTokenRepository(tables.activationTokens),
      passwordResetTokens: linkTokenRepository(tables.passwordResetTokens),
      profiles: profileRepository(tables),
      sessions: sessionRepository(tables),
      movies: movieRepository(tables),
      facets: facetRepository(tables),
      popularities: popularityRepository(tables),
      reactions: movieMarks(tables.reactions, tables),
      ratings: movieMarks(tables.ratings, tables),
      favorites: favoriteRepository(tables),
      comments: commentRepository(tables),
      notifications: notificationRepository(tables),
      offers: offerRepository(tables),
      carts: cartRepository(tables),
      orders: orderRepository(tables),
      purchases: purchaseRepository(tables),
      checkoutSessions: checkoutSessionRepository(tables),
      payments: paymentRepository(tables),
      refunds: refundRepository(tables),
      webhookEvents: webhookEventRepository(tables),
      idempotencyKeys: idempotencyKeyRepository(tables),
      jobs: this.#jobQueueOn(tables),
    };
  }

  #jobQueueOn({ jobs }: Tables): JobQueue {
    return {
      enqueue: async (name, data) => {
        const id = jobs.nextId();
        jobs.put(id, { id: String(id), name, data, enqueuedAt: this.#clock.now() });
      },
      withdrawMails: async (email) => {
        for (const { id, name, data } of jobs.all()) {
          if (mailsToAddresses.includes(name) && 'email' in data && data.email === email) jobs.delete(Number(id));
        }
      },
    };
  }
}

const mailsToAddresses: readonly JobName[] = MAILS_TO_ADDRESSES;

async function carryOut<Name extends JobName>(job: StoredJob<Name>, handlers: JobHandlers): Promise<void> {
  const handler: (job: JobDelivery<Name>) => Promise<void> = handlers[job.name];
  await handler(job);
}
