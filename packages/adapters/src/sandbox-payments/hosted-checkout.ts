import type { Clock, SoldFilm } from '@online-cinema/application/ports';
import { Money, minutes } from '@online-cinema/domain/shared';
import type { SandboxLedger } from './sandbox-ledger.ts';
import { CARD_DECLINED, type Decline } from './sandbox-objects.ts';
import type { FilmRow, SessionRow } from './sandbox-store.ts';

/** What the pay page knows of a session. */
export interface CheckoutView {
  readonly id: string;
  readonly orderId: number;
  /** What is being bought. */
  readonly films: readonly SoldFilm[];
  readonly amount: Money;
  readonly status: 'open' | 'complete' | 'expired';
  /** Whether all that was paid went back. */
  readonly isGivenBack: boolean;
  readonly expiresAt: Date;
  /** Whole minutes until then. */
  readonly minutesLeft: number;
  /** Why the last attempt to pay failed; null if none did. */
  readonly decline: Decline | null;
  /** Where the customer goes after paying, or instead; both name the session as `session_id`. */
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** The sandbox as its customers meet it: the hosted page where they pay. Undefined: there is no such session. */
export class HostedCheckout {
  readonly #ledger: SandboxLedger;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(ledger: SandboxLedger, clock: Pick<Clock, 'now'>) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  look(id: string): CheckoutView | undefined {
    return this.#viewOf(this.#ledger.find(id));
  }

  /** Pays, if the session is open; whoever finds it complete has paid before and is not charged again. */
  pay(id: string): CheckoutView | undefined {
    return this.#viewOf(this.#ledger.pay(id));
  }

  /** Tries to pay with a card that the bank refuses, if the session is open. */
  decline(id: string): CheckoutView | undefined {
    return this.#viewOf(this.#ledger.decline(id));
  }

  #viewOf(session: SessionRow | undefined): CheckoutView | undefined {
    if (!session) return undefined;
    const currency = session.currency.toUpperCase();
    const films: readonly FilmRow[] = JSON.parse(session.films);
    const left = session.expires_at - this.#clock.now().getTime();
    return {
      id: session.id,
      orderId: session.order_id,
      films: films.map(({ name, price }) => ({ name, price: Money.of(price, currency) })),
      amount: Money.of(session.amount, currency),
      status: session.status,
      isGivenBack: this.#ledger.isGivenBack(session),
      expiresAt: new Date(session.expires_at),
      minutesLeft: Math.max(0, Math.floor(left / minutes(1))),
      decline: session.decline_code === null ? null : CARD_DECLINED,
      successUrl: withSession(session.success_url, session.id),
      cancelUrl: withSession(session.cancel_url, session.id),
    };
  }
}

function withSession(url: string, id: string): string {
  const named = new URL(url);
  named.searchParams.set('session_id', id);
  return named.href;
}
