import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';

/** Times are milliseconds since 1970, amounts minor units, currencies in lower case. */
export interface SessionRow {
  readonly id: string;
  readonly idempotency_key: string;
  readonly order_id: number;
  readonly amount: number;
  readonly currency: string;
  readonly success_url: string;
  readonly cancel_url: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly status: 'open' | 'complete' | 'expired';
  /** Known from the first attempt to pay. */
  readonly payment_intent: string | null;
  /** Why the last attempt to pay was declined. */
  readonly decline_code: string | null;
  /** What the customer is told to be buying, as JSON of `FilmRow[]`. */
  readonly films: string;
}

/** A film of a session; its price in the session's currency. */
export interface FilmRow {
  readonly name: string;
  readonly price: number;
}

/** By what a repetition of a request is known. */
export type SessionTerms = Pick<SessionRow, 'idempotency_key' | 'order_id' | 'amount' | 'currency' | 'expires_at'>;

export interface RefundRow {
  readonly id: string;
  readonly payment_intent: string;
  readonly idempotency_key: string;
  readonly amount: number;
  readonly created_at: number;
}

export interface EventRow {
  readonly id: string;
  readonly body: string;
  /** How often it was posted in vain. */
  readonly attempts: number;
  readonly next_attempt_at: number;
}

const SCHEMA = `
  create table if not exists sessions (
    id text primary key,
    idempotency_key text not null,
    order_id integer not null,
    amount integer not null,
    currency text not null,
    success_url text not null,
    cancel_url text not null,
    created_at integer not null,
    expires_at integer not null,
    status text not null check (status in ('open', 'complete', 'expired')),
    payment_intent text unique,
    decline_code text,
    films text not null default '[]',
    unique (idempotency_key, order_id, amount, currency, expires_at)
  ) strict;
  create index if not exists open_sessions on sessions (expires_at) where status = 'open';
  create table if not exists given_back (
    id text primary key,
    payment_intent text not null references sessions (payment_intent),
    idempotency_key text not null,
    amount integer not null check (amount > 0),
    created_at integer not null,
    unique (payment_intent, idempotency_key)
  ) strict;
  create table if not exists events (
    id text primary key,
    body text not null,
    attempts integer not null default 0,
    next_attempt_at integer not null,
    delivered_at integer
  ) strict;
  create index if not exists undelivered_events on events (next_attempt_at) where delivered_at is null;
`;

/** What books of earlier versions lack. */
const FILMS = `alter table sessions add column films text not null default '[]'`;
/** Before parts could be given back, each refund was of a whole payment. */
const WHOLE_REFUNDS = `
  insert into given_back select r.id, r.payment_intent, r.idempotency_key, s.amount, r.created_at
    from refunds r join sessions s using (payment_intent);
  drop table refunds;
`;

/** The sandbox's own books, in an SQLite file: what was committed survives a crash of the machine. */
export class SandboxStore {
  readonly #database: Database;
  readonly #statements;

  /** `file`: a path, or `:memory:`. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#database = new Sqlite(file, { timeout: 1000 });
    this.#database.pragma('journal_mode = wal');
    this.#database.pragma('synchronous = full');
    this.#database.pragma('foreign_keys = on');
    this.#database.exec(SCHEMA);
    this.transaction(() => bringUpToDate(this.#database));
    this.#statements = prepared(this.#database);
  }

  /** All of `work` or, if it throws, nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work).immediate();
  }

  addSession(session: SessionRow): void {
    this.#statements.addSession.run(session);
  }

  findSession(id: string): SessionRow | undefined {
    return this.#statements.findSession.get(id);
  }

  /** The session that was opened by just this request. */
  findSessionOf(request: SessionTerms): SessionRow | undefined {
    const { idempotency_key, order_id, amount, currency, expires_at } = request;
    return this.#statements.findSessionOf.get({ idempotency_key, order_id, amount, currency, expires_at });
  }

  findSessionByPayment(paymentIntent: string): SessionRow | undefined {
    return this.#statements.findSessionByPayment.get(paymentIntent);
  }

  /** Open sessions whose time is up at `now`. */
  findOverdue(now: number): readonly SessionRow[] {
    return this.#statements.findOverdue.all(now);
  }

  /** Changes what may change of a session: its status, payment and decline. */
  saveSession({ id, status, payment_intent, decline_code }: SessionRow): void {
    this.#statements.saveSession.run({ id, status, payment_intent, decline_code });
  }

  addRefund(refund: RefundRow): void {
    this.#statements.addRefund.run(refund);
  }

  /** What was given back of a payment, from the first part on. */
  refundsOf(paymentIntent: string): readonly RefundRow[] {
    return this.#statements.refundsOf.all(paymentIntent);
  }

  addEvent({ id, body, next_attempt_at }: Omit<EventRow, 'attempts'>): void {
    this.#statements.addEvent.run({ id, body, next_attempt_at });
  }

  /** Undelivered events, those that are due longest first. */
  undeliveredEvents(): readonly EventRow[] {
    return this.#statements.undeliveredEvents.all();
  }

  eventDelivered(id: string, now: number): void {
    this.#statements.eventDelivered.run(now, id);
  }

  eventRefused(id: string, nextAttemptAt: number): void {
    this.#statements.eventRefused.run(nextAttemptAt, id);
  }

  /** Every undelivered event is due at `now`. */
  makeAllEventsDue(now: number): void {
    this.#statements.makeAllEventsDue.run(now);
  }

  close(): void {
    this.#database.close();
  }
}

function bringUpToDate(database: Database): void {
  if (!hasColumn(database, 'sessions', 'films')) database.exec(FILMS);
  if (hasColumn(database, 'refunds', 'id')) database.exec(WHOLE_REFUNDS);
}

function hasColumn(database: Database, table: string, column: string): boolean {
  return database.prepare('select 1 from pragma_table_info(?) where name = ?').get(table, column) !== undefined;
}

/** At most this many undelivered events are looked at together. */
const EVENTS_AT_ONCE = 100;

function prepared(database: Database) {
  return {
    addSession: database.prepare<[SessionRow]>(`
      insert into sessions (id, idempotency_key, order_id, amount, currency, success_url, cancel_url, created_at,
        expires_at, status, payment_intent, decline_code, films)
      values (:id, :idempotency_key, :order_id, :amount, :currency, :success_url, :cancel_url, :created_at,
        :expires_at, :status, :payment_intent, :decline_code, :films)`),
    findSession: database.prepare<[string], SessionRow>('select * from sessions where id = ?'),
    findSessionOf: database.prepare<[SessionTerms], SessionRow>(`
      select * from sessions where idempotency_key = :idempotency_key and order_id = :order_id and amount = :amount
        and currency = :currency and expires_at = :expires_at`),
    findSessionByPayment: database.prepare<[string], SessionRow>('select * from sessions where payment_intent = ?'),
    findOverdue: database.prepare<[number], SessionRow>(
      `select * from sessions where status = 'open' and expires_at <= ?`,
    ),
    saveSession: database.prepare<[Pick<SessionRow, 'id' | 'status' | 'payment_intent' | 'decline_code'>]>(`
      update sessions set status = :status, payment_intent = :payment_intent, decline_code = :decline_code
      where id = :id`),
    addRefund: database.prepare<[RefundRow]>(
      'insert into given_back values (:id, :payment_intent, :idempotency_key, :amount, :created_at)',
    ),
    refundsOf: database.prepare<[string], RefundRow>(
      'select * from given_back where payment_intent = ? order by rowid',
    ),
    addEvent: database.prepare<[Pick<EventRow, 'id' | 'body' | 'next_attempt_at'>]>(
      'insert into events (id, body, next_attempt_at) values (:id, :body, :next_attempt_at)',
    ),
    undeliveredEvents: database.prepare<[], EventRow>(`
      select id, body, attempts, next_attempt_at from events
      where delivered_at is null order by next_attempt_at, rowid limit ${EVENTS_AT_ONCE}`),
    eventDelivered: database.prepare<[number, string]>('update events set delivered_at = ? where id = ?'),
    eventRefused: database.prepare<[number, string]>(
      'update events set attempts = attempts + 1, next_attempt_at = ? where id = ?',
    ),
    makeAllEventsDue: database.prepare<[number]>('update events set next_attempt_at = ? where delivered_at is null'),
  };
}
