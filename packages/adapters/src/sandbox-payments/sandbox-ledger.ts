import type { Clock } from '@online-cinema/application/ports';
import {
  CARD_DECLINED,
  declinedPaymentObject,
  type EventType,
  eventObject,
  newId,
  refundedChargeObject,
  sessionObject,
} from './sandbox-objects.ts';
import type { RefundRow, SandboxStore, SessionRow, SessionTerms } from './sandbox-store.ts';

/** What a session is opened with. */
export type SessionDraft = SessionTerms & Pick<SessionRow, 'success_url' | 'cancel_url' | 'films'>;

/**
 * The rules of the sandbox: what may become of a session and its money. Every change and the event that tells of it
 * are committed together.
 */
export class SandboxLedger {
  readonly #store: SandboxStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #announce: () => void;

  /** `announce` is called after events were committed. */
  constructor(store: SandboxStore, clock: Pick<Clock, 'now'>, announce: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#announce = announce;
  }

  /**
   * The new session, or the one that was opened on the same terms. (Stripe refuses a known key with other terms; here
   * they mean that the shop's database has been made anew and counts its orders from 1 again.)
   * `assertAllowed` throws if a new session must not be opened.
   */
  open(draft: SessionDraft, assertAllowed: () => void): SessionRow {
    return this.#store.transaction(() => {
      const opened = this.#store.findSessionOf(draft);
      if (opened) return opened;
      assertAllowed();
      const session: SessionRow = {
        ...draft,
        id: newId('cs_test'),
        created_at: this.#now(),
        status: 'open',
        payment_intent: null,
        decline_code: null,
      };
      this.#store.addSession(session);
      return session;
    });
  }

  find(id: string): SessionRow | undefined {
    this.expireOverdue();
    return this.#store.findSession(id);
  }

  /** The session by which a payment was made. */
  paidBy(paymentIntent: string): SessionRow | undefined {
    const session = this.#store.findSessionByPayment(paymentIntent);
    return session?.status === 'complete' ? session : undefined;
  }

  /** The session as it then is: complete, unless it was over already or there is none. */
  pay(id: string): SessionRow | undefined {
    return this.#changeOpen(id, (session) => {
      const paid: SessionRow = {
        ...session,
        status: 'complete',
        payment_intent: session.payment_intent ?? newId('pi'),
        decline_code: null,
      };
      return { session: paid, type: 'checkout.session.completed', object: sessionObject(paid) };
    });
  }

  /** An attempt to pay that fails; the session stays open. */
  decline(id: string): SessionRow | undefined {
    return this.#changeOpen(id, (session) => {
      const declined: SessionRow = {
        ...session,
        payment_intent: session.payment_intent ?? newId('pi'),
        decline_code: CARD_DECLINED.code,
      };
      const object = declinedPaymentObject(declined, CARD_DECLINED);
      return { session: declined, type: 'payment_intent.payment_failed', object };
    });
  }

  /** The session as it then is: expired, unless it was complete or there is none. */
  expire(id: string): SessionRow | undefined {
    return this.#changeOpen(id, expiry);
  }

  /** Ends the sessions whose time is up. */
  expireOverdue(): void {
    const now = this.#now();
    if (this.#store.findOverdue(now).length === 0) return;
    this.#store.transaction(() => {
      for (const session of this.#store.findOverdue(now)) this.#write(expiry(session));
    });
    this.#announce();
  }

  /**
   * Gives back what is left of a payment, or a part of `amount` minor units: once for each idempotency key. Undefined
   * if there is no such payment, or not so much left of it.
   */
  refund(paymentIntent: string, idempotencyKey: string, amount?: number): Refunded | undefined {
    const refunded = this.#store.transaction((): Refunded | undefined => {
      const session = this.paidBy(paymentIntent);
      if (!session) return undefined;
      const before = this.#store.refundsOf(paymentIntent);
      const same = before.find((one) => one.idempotency_key === idempotencyKey);
      if (same) return { session, refund: same };

      const left = session.amount - sumOf(before);
      const asked = amount ?? left;
      if (asked <= 0 || asked > left) return undefined;
      const refund: RefundRow = {
        id: newId('re'),
        payment_intent: paymentIntent,
        idempotency_key: idempotencyKey,
        amount: asked,
        created_at: this.#now(),
      };
      this.#store.addRefund(refund);
      this.#addEvent('charge.refunded', refundedChargeObject(session, sumOf(before) + asked));
      return { session, refund };
    });
    this.#announce();
    return refunded;
  }

  /** What was given back of a payment, from the first part on. */
  refundsOf(paymentIntent: string): readonly Refunded[] {
    const session = this.#store.findSessionByPayment(paymentIntent);
    return session ? this.#store.refundsOf(paymentIntent).map((refund) => ({ session, refund })) : [];
  }

  /** Whether all of what was paid in a session went back. */
  isGivenBack({ payment_intent: paymentIntent, amount }: SessionRow): boolean {
    return paymentIntent !== null && sumOf(this.#store.refundsOf(paymentIntent)) >= amount;
  }

  #changeOpen(id: string, change: (open: SessionRow) => Change): SessionRow | undefined {
    this.expireOverdue();
    const session = this.#store.transaction(() => {
      const found = this.#store.findSession(id);
      if (found?.status !== 'open') return found;
      const changed = change(found);
      this.#write(changed);
      return changed.session;
    });
    this.#announce();
    return session;
  }

  #write({ session, type, object }: Change): void {
    this.#store.saveSession(session);
    this.#addEvent(type, object);
  }

  #addEvent(type: EventType, object: Readonly<Record<string, unknown>>): void {
    const now = this.#now();
    const event = eventObject(type, object, now);
    this.#store.addEvent({ id: event.id, body: JSON.stringify(event), next_attempt_at: now });
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** Money that went back, and the session that it was paid in. */
export interface Refunded {
  readonly session: SessionRow;
  readonly refund: RefundRow;
}

interface Change {
  readonly session: SessionRow;
  readonly type: EventType;
  readonly object: Readonly<Record<string, unknown>>;
}

function sumOf(refunds: readonly RefundRow[]): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

function expiry(open: SessionRow): Change {
  const session: SessionRow = { ...open, status: 'expired' };
  return { session, type: 'checkout.session.expired', object: sessionObject(session) };
}
