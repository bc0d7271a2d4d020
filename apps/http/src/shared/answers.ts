import type { DomainError } from '@online-cinema/domain/shared';
import { type TSchema, Type } from 'typebox';
import { statusOfKind } from '../plugins/errors.ts';
import { present } from './present.ts';

/** What an error's answer looks like; some carry more than `detail`. */
const refusal = (description: string, examples: readonly unknown[]) =>
  Type.Object({ detail: Type.String() }, { description, examples: [...examples] });

/**
 * The answers of a route for its documentation: what it gives, and the errors of the contract that it may throw, whose
 * own messages and kinds make the examples and statuses, so that the document cannot say another thing than the code.
 */
export function answers<Good extends Readonly<Record<number, TSchema>>>(
  good: Good,
  ...mayThrow: readonly DomainError[]
): Good {
  return { ...good, ...refusals(mayThrow) };
}

/** The error answers by status, every message an example of its status. */
export function refusals(errors: readonly DomainError[]): Readonly<Record<number, TSchema>> {
  const byStatus = Map.groupBy(errors, (error) => statusOfKind[error.kind]);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => {
      const messages = those.map(({ message }) => message);
      const bodies = those.map((error) => ({ detail: error.message, ...Object(present(error.details)) }));
      return [status, refusal(messages.join(' · '), bodies)];
    }),
  );
}

/** An answer that is always the same sentence, and its schema. */
export function sentence<const Text extends string>(message: Text) {
  const answer = { message };
  const schema = Type.Object({ message: Type.Literal(message) }, { description: message, examples: [answer] });
  return { answer, schema };
}

/** An answer without a body. */
export const noContent = (description: string) => Type.Null({ description });
