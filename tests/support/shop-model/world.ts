import { ScriptedPaymentGateway } from '@online-cinema/adapters/in-memory';
import type { GatewaySession } from '@online-cinema/application/ports';
import { Actor, Money } from '@online-cinema/domain/shared';
import { aFilm } from '../a-film.ts';
import type { Store } from '../database.ts';
import { aUserDraft } from '../drafts.ts';
import { type BookedJob, type Books, readBooks } from './books.ts';
import type { Outside } from './fragile-process.ts';
import type { Answer, NamedRequest } from './named-requests.ts';

/** What the films cost at first, in cents: the last but one is too cheap to be paid for alone, the last is free. */
const PRICES = [999, 500, 1250, 700, 30, 0] as const;

/** Money as the gateway holds it, in minor units. */
export interface GatewayMoney {
  readonly sessionId: string;
  readonly id: string;
  readonly paid: number;
  /** Paid, and not given back. */
  readonly held: number;
  /** Held, and not on its way back either. */
  readonly left: number;
}

/** A store with two customers, an admin and a few films, a gateway, and what the world around remembers of them. */
export class World {
  readonly outside: Outside & { readonly gateway: ScriptedPaymentGateway; readonly clock: Store['clock'] };
  readonly customers: readonly Actor[];
  readonly admin: Actor;
  readonly films: readonly number[];
  readonly #store: Store;
  /** Sessions whose address a customer was told. */
  readonly told = new Set<string>();
  /** What was given back by hand, in minor units, by the gateway's id of the payment. */
  readonly byHand = new Map<string, number>();
  /** Requests that carried a name, and what they were answered first. */
  readonly named: NamedRequest[] = [];
  readonly answers = new Map<string, Answer>();
  /** Jobs that were carried out. */
  readonly doneJobs = new Set<string>();
  /** Answers that were untrue when they were given, and whatever else ended in a way that it must not. */
  readonly complaints: string[] = [];

  private constructor(store: Store, people: readonly Actor[], films: readonly number[]) {
    const [ann, bob, admin] = people;
    if (!ann || !bob || !admin) throw new Error('Somebody is missing');
    this.#store = store;
    this.customers = [ann, bob];
    this.admin = admin;
    this.films = films;
    const { unitOfWork, clock } = store;
    this.outside = { unitOfWork, clock, gateway: new ScriptedPaymentGateway(clock) };
  }

  /** A new world on an emptied store. */
  static async on(store: Store): Promise<World> {
    await store.empty();
    store.clock.set(new Date('2026-01-15T12:00:00.000Z'));
    const drafts = PRICES.map((minor, index) => aFilm({ name: `Film ${index + 1}`, price: Money.of(minor, 'USD') }));
    return store.unitOfWork.run(async ({ users, movies, offers }) => {
      await movies.addAll(drafts);
      const films: number[] = [];
      for (const { uuid } of drafts) films.push((await offers.find({ uuid }))?.movie.id ?? 0);
      const people: Actor[] = [];
      for (const name of ['ann', 'bob', 'ada'] as const) {
        const group = name === 'ada' ? 'admin' : 'user';
        const { id } = await users.add({ ...aUserDraft(`${name}@cinema.example`), isActive: true, group });
        people.push(Actor.user(id, group));
      }
      return new World(store, people, films);
    });
  }

  books(): Promise<Books> {
    return readBooks(this.#store);
  }

  /** The shop changes a film's price, in cents; null withdraws it. */
  async reprice(id: number, minor: number | null): Promise<void> {
    const { unitOfWork, clock } = this.#store;
    await unitOfWork.run(async ({ movies }) => {
      const film = await movies.findForUpdate({ id });
      if (!film) throw new Error(`There is no film ${id}`);
      film.change({ price: minor === null ? null : Money.of(minor, 'USD') }, clock.now());
      await movies.save(film);
    });
  }

  /** Whether a request came to something, whatever of that its customer heard; nobody remembers after a day. */
  isDone({ actor, key }: NamedRequest): Promise<boolean> {
    const { unitOfWork, clock } = this.outside;
    return unitOfWork.run(async ({ idempotencyKeys }) => {
      const known = await idempotencyKeys.findForUpdate(actor.userId, key);
      if (!known || known.isForgotten(clock.now())) return false;
      return (await idempotencyKeys.findOutcome(known.id)) !== undefined;
    });
  }

  /** Jobs that are still to be carried out. */
  async waitingJobs(): Promise<readonly BookedJob[]> {
    return (await this.books()).jobs.filter(({ key }) => !this.doneJobs.has(key));
  }

  /** Sessions for which money is promised. */
  get promised(): readonly string[] {
    return this.sessions.filter(({ status, money }) => status === 'complete' && !money).map((one) => one.externalId);
  }

  /** Every session that was ever opened at the gateway, in their order. */
  get sessions(): readonly GatewaySession[] {
    return this.outside.gateway.ledger.map(({ session }) => session);
  }

  /** Every payment that was ever made at the gateway, in their order. */
  get money(): readonly GatewayMoney[] {
    return this.outside.gateway.ledger.flatMap(({ session: { externalId, money }, refunds }) => {
      if (!money) return [];
      const given = refunds.filter(({ status }) => status === 'succeeded');
      const left = refunds
        .filter(({ status }) => status !== 'failed')
        .reduce((sum, { amount }) => sum - amount.minor, money.amount.minor);
      const held = given.reduce((sum, { amount }) => sum - amount.minor, money.amount.minor);
      return [{ sessionId: externalId, id: money.externalPaymentId, paid: money.amount.minor, held, left }];
    });
  }
}

/** The one with this number, counted on from the first again after the last, and back from the last if it is negative. */
export function nth<T>(all: readonly T[], number: number): T {
  const one = all.at(number % all.length);
  if (one === undefined) throw new Error('There is nothing to choose from');
  return one;
}
