import { days, minutes, seconds } from '@online-cinema/domain/shared';
import fc, { type Arbitrary } from 'fast-check';
import type { Kill } from './fragile-process.ts';

/** Something that somebody does. Numbers choose among what is there, modulo how many there are. */
export type Move =
  // Customers; `named`: the request carries an idempotency key.
  | { readonly do: 'add to cart'; readonly by: number; readonly film: number }
  | { readonly do: 'place order'; readonly by: number; readonly named: boolean }
  | { readonly do: 'check out'; readonly by: number; readonly accepting: boolean; readonly named: boolean }
  | { readonly do: 'cancel'; readonly by: number; readonly intoCart: boolean; readonly named: boolean }
  | { readonly do: 'refund'; readonly by: number; readonly order: number; readonly named: boolean }
  | { readonly do: 'refund as admin'; readonly order: number }
  | { readonly do: 'ask again'; readonly request: number }
  | {
      readonly do: 'buy';
      readonly by: number;
      readonly films: readonly number[];
      readonly upTo: (typeof STAGES)[number];
    }
  | { readonly do: 'leave for good'; readonly by: number }
  // At the pay page, and back from there.
  | { readonly do: 'pay'; readonly session: number; readonly sum: 'as asked' | 'less' | 'more' | 'in euros' }
  | { readonly do: 'promise' | 'decline' | 'return'; readonly session: number }
  | { readonly do: 'end promise'; readonly session: number; readonly as: 'kept' | 'broken' }
  // The gateway.
  | { readonly do: 'webhook'; readonly which: number; readonly copies: number }
  | { readonly do: 'gateway'; readonly is: (typeof TROUBLES)[number] }
  | { readonly do: 'refund by hand'; readonly payment: number; readonly minor: number | null }
  // The shop.
  | { readonly do: 'reprice'; readonly film: number; readonly minor: number | null }
  | { readonly do: 'maintain'; readonly job: (typeof MAINTENANCE)[number] }
  | { readonly do: 'carry out'; readonly job: number; readonly copies: number }
  | { readonly do: 'time passes'; readonly by: number };

/** How far a purchase goes at once. */
export const STAGES = ['the pay page', 'the payment', 'the settlement'] as const;
export const TROUBLES = [
  'down',
  'up',
  'losing answers',
  'refusing refunds',
  'accepting refunds',
  'holding refunds',
  'done with refunds',
  'unable to refund',
] as const;
export const MAINTENANCE = ['cancel overdue orders', 'finish refunds', 'reconcile', 'forget names'] as const;

export type MoveOf<Name extends Move['do']> = Extract<Move, { readonly do: Name }>;

/** A move in a process of its own, which may be killed. */
export interface Act {
  readonly move: Move;
  readonly kill: Kill | undefined;
}

const few = fc.nat(3);
const by = fc.nat(1);
const named = fc.boolean();
const session = few;

const move: Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: buying(fc.constantFrom(...STAGES), by) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add to cart' as const), by, film: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('place order' as const), by, named }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('check out' as const), by, accepting: fc.boolean(), named }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), by, intoCart: fc.boolean(), named }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('refund' as const), by, order: few, named }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refund as admin' as const), order: few }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask again' as const), request: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave for good' as const), by }) },
  { weight: 6, arbitrary: paying() },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('promise', 'decline', 'return'), session }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('end promise' as const), session, as: fc.constantFrom('kept', 'broken') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('webhook' as const),
      which: fc.nat(7),
      copies: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('gateway' as const), is: fc.constantFrom(...TROUBLES) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refund by hand' as const),
      payment: few,
      minor: fc.constantFrom(null, null, 1, 300),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reprice' as const),
      film: few,
      minor: fc.constantFrom(null, 0, 49, 999, 1299),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('maintain' as const), job: fc.constantFrom(...MAINTENANCE) }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('carry out' as const), job: few, copies: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('time passes' as const),
      by: fc.constantFrom(seconds(1), seconds(31), minutes(5), minutes(31), minutes(31), days(15)),
    }),
  },
);

function buying(upTo: Arbitrary<(typeof STAGES)[number]>, by: Arbitrary<number>): Arbitrary<Move> {
  const films = fc.uniqueArray(few, { minLength: 1, maxLength: 2 });
  return fc.record({ do: fc.constant('buy' as const), by, films, upTo });
}

function paying(): Arbitrary<Move> {
  const sum = fc.constantFrom(
    'as asked' as const,
    'as asked' as const,
    'less' as const,
    'more' as const,
    'in euros' as const,
  );
  return fc.record({ do: fc.constant('pay' as const), session, sum });
}

const kill: Arbitrary<Kill | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({ atCall: fc.integer({ min: 1, max: 6 }), moment: fc.constantFrom('before', 'after') }),
  },
);

/**
 * What happens at the same moment, one moment after the other: both customers have gone some way, and then anything may
 * happen.
 */
export function moments(most: number): Arbitrary<readonly (readonly Act[])[]> {
  const beginning = (by: number) =>
    fc.record({ move: buying(fc.constantFrom(...STAGES), fc.constant(by)), kill: fc.constant(undefined) });
  const acts = fc.array(fc.record({ move, kill }), { minLength: 1, maxLength: 3, size: 'max' });
  return fc
    .tuple(fc.tuple(beginning(0)), fc.tuple(beginning(1)), fc.array(acts, { maxLength: most, size: 'max' }))
    .map(([ann, bob, rest]) => [ann, bob, ...rest]);
}
