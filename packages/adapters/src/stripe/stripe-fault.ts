import Stripe from 'stripe';

/** Statuses by which Stripe says that the request itself is wrong (https://docs.stripe.com/api/errors). */
const REFUSALS: readonly (number | undefined)[] = [400, 402, 404];
/** Codes that come with such a status, and pass (https://docs.stripe.com/error-codes). */
const PASSING: readonly (string | undefined)[] = [
  'balance_insufficient',
  'idempotency_key_in_use',
  'insufficient_funds',
  'lock_timeout',
  'rate_limit',
];
/** What looks like a key, also where Stripe has starred most of it. */
const KEYS = /\b(?:sk|rk|pk|whsec)_[\w*]+/g;

interface Known {
  readonly kind: string;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

/**
 * What went wrong at Stripe, fit for a log. The library's own errors are not: they carry the whole answer, with what it
 * says of the customer and of secrets.
 */
export class StripeFault extends Error implements Known {
  /** The library's name of the kind of error, e.g. `StripeConnectionError`. */
  readonly kind: string;
  /** Stripe's code of the error, where it has one. */
  readonly code: string | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** By which Stripe's support finds the request. */
  readonly requestId: string | undefined;

  private constructor(message: string, known: Known) {
    super(message);
    this.name = new.target.name;
    this.kind = known.kind;
    this.code = known.code;
    this.status = known.status;
    this.requestId = known.requestId;
  }

  /** Of an error of the library; none of the `secrets` is in it. @throws `error` if it is none */
  static of(error: unknown, secrets: readonly string[]): StripeFault {
    if (error instanceof StripeFault) return error;
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { type: kind, code, statusCode: status, requestId, detail } = error;
    const message = [error.message, innermost(detail)].filter((part) => part !== undefined).join(' ');
    return new StripeFault(without(secrets, message), { kind, code, status, requestId });
  }

  /** Of an answer that does not hold what it should. */
  static ofAnswer(expected: string): StripeFault {
    return new StripeFault(`Stripe answered with something else than ${expected}`, { kind: 'StripeAPIError' });
  }

  /** Stripe has nothing by this name. */
  get isOfUnknown(): boolean {
    return this.code === 'resource_missing';
  }

  /** Stripe will not do this, however often it is asked. */
  get isRefusal(): boolean {
    return (
      REFUSALS.includes(this.status) &&
      this.kind !== 'StripeIdempotencyError' &&
      this.kind !== 'StripeRateLimitError' &&
      !PASSING.includes(this.code)
    );
  }
}

/** Of errors in errors, the one that says what happened. */
function innermost(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  if (!(error instanceof Error)) return undefined;
  return innermost(error.cause) ?? ('exception' in error ? innermost(error.exception) : undefined) ?? error.message;
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '…'), text).replace(KEYS, '…');
}
