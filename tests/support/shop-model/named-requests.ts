import { type Actor, DomainError } from '@online-cinema/domain/shared';
import type { Shop } from './shop-use-cases.ts';

/** What a customer asks the shop for. */
export interface CustomerRequest {
  readonly actor: Actor;
  /** Its path and body, in short. */
  readonly what: string;
  /** Gives the answer, as JSON has it. @throws DomainError with what it is refused for */
  work(shop: Shop, requestKey: number | undefined): Promise<Answer>;
}

/** What there is to be said of an order. */
export interface Answer {
  readonly order: number;
  readonly is: 'pending' | 'cancelled';
  /** Where it is to be paid. */
  readonly url?: string;
}

/** A request by the name that its customer gave it. */
export interface NamedRequest extends CustomerRequest {
  readonly key: string;
}

/** Answers that a copy is not to be given, as the HTTP app has it. */
export const PASSING = ['unavailable', 'unauthenticated', 'invalid', 'too-many'];

/**
 * Does a request once, however often it comes under its name, as the HTTP app does.
 * @throws DomainError with what it is refused for, unless a copy was refused before: then undefined
 */
export async function doNamed(shop: Shop, { actor, key, what, work }: NamedRequest): Promise<Answer | undefined> {
  const standing = await shop.claimIdempotencyKey.execute({ actor, key, request: what });
  if ('answer' in standing) return standing.answer.status === 200 ? JSON.parse(standing.answer.body) : undefined;
  const { claim } = standing;
  const keep = (status: number, body: unknown) =>
    shop.keepAnswer.execute({ claim, answer: { status, body: JSON.stringify(body) } });
  try {
    const answer = await work(shop, claim.keyId);
    await keep(200, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (PASSING.includes(error.kind)) await shop.keepAnswer.execute({ claim, answer: null });
    else await keep(400, error.message);
    throw error;
  }
}
