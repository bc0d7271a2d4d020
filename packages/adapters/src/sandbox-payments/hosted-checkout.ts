import { Money } from '@online-cinema/domain/shared';
import type { SandboxLedger } from './sandbox-ledger.ts';
import { CARD_DECLINED, type Decline } from './sandbox-objects.ts';
import type { SessionRow } from './sandbox-store.ts';

/** What the pay page knows of a session. */
export interface CheckoutView {
  readonly id: string;
  readonly orderId: number;
  /** What is being bought. */
  readonly description: string;
  readonly amount: Money;
  readonly status: 'open' | 'complete' | 'expired';
  readonly expiresAt: Date;
  /** Why the last attempt to pay failed; null if none did. */
  readonly decline: Decline | null;
  /** Where the customer goes after paying, or instead; both name the session as `session_id`. */
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** The sandbox as its customers meet it: the hosted page where they pay. Undefined: there is no such session. */
export class HostedCheckout {
  readonly #ledger: SandboxLedger;

  constructor(ledger: SandboxLedger) {
    this.#ledger = ledger;
  }

  look(id: string): CheckoutView | undefined {
    return viewOf(this.#ledger.find(id));
  }

  /** Pays, if the session is open; whoever finds it complete has paid before and is not charged again. */
  pay(id: string): CheckoutView | undefined {
    return viewOf(this.#ledger.pay(id));
  }

  /** Tries to pay with a card that the bank refuses, if the session is open. */
  decline(id: string): CheckoutView | undefined {
    return viewOf(this.#ledger.decline(id));
  }
}

function viewOf(session: SessionRow | undefined): CheckoutView | undefined {
  if (!session) return undefined;
  return {
    id: session.id,
    orderId: session.order_id,
    description: session.description,
    amount: Money.of(session.amount, session.currency.toUpperCase()),
    status: session.status,
    expiresAt: new Date(session.expires_at),
    decline: session.decline_code === null ? null : CARD_DECLINED,
    successUrl: withSession(session.success_url, session.id),
    cancelUrl: withSession(session.cancel_url, session.id),
  };
}

function withSession(url: string, id: string): string {
  const named = new URL(url);
  named.searchParams.set('session_id', id);
  return named.href;
}
