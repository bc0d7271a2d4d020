import type { DomainError } from '@online-cinema/domain/shared';
import { type TProperties, type TSchema, Type } from 'typebox';
import { statusOfKind } from '../plugins/failure.ts';
import { present } from './present.ts';

/** An error whose answer carries more than `detail`, and what that is like. */
type Telling = Readonly<{ error: DomainError; more: TProperties }>;

/** What an error's answer looks like; `more` is there with some of those of its status. */
export const refusal = (description: string, examples: readonly unknown[], more: TProperties = {}): TSchema => {
  const optional = Object.fromEntries(Object.entries(more).map(([name, schema]) => [name, Type.Optional(schema)]));
  const title = Object.keys(more).length === 0 ? { title: 'Error' } : {};
  return Type.Object({ detail: Type.String(), ...optional }, { ...title, description, examples: [...examples] });
};

/**
 * The answers of a route for its documentation: what it gives, and the errors of the contract that it may throw, whose
 * own messages and kinds make the examples and statuses, so that the document cannot say another thing than the code.
 */
export function answers<Good extends Readonly<Record<number, TSchema>>>(
  good: Good,
  ...mayThrow: readonly (DomainError | Telling)[]
): Good {
  return { ...good, ...refusals(mayThrow) };
}

/** The error answers by status, every message an example of its status. */
export function refusals(mayThrow: readonly (DomainError | Telling)[]): Readonly<Record<number, TSchema>> {
  const all = mayThrow.map((each) => ('error' in each ? each : { error: each, more: {} }));
  const byStatus = Map.groupBy(all, ({ error }) => statusOfKind[error.kind]);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => {
      // Between backticks, as readers take `<token>` for markup elsewhere.
      const messages = new Set(those.map(({ error }) => `\`${error.message}\``));
      const bodies = those.map(({ error }) => ({ detail: error.message, ...Object(present(error.details)) }));
      const more: TProperties = Object.assign({}, ...those.map((each) => each.more));
      return [status, refusal([...messages].join(' · '), bodies, more)];
    }),
  );
}

/** An answer that is always the same sentence, and its schema. */
export function sentence<const Text extends string>(message: Text) {
  const answer = { message };
  const schema = Type.Object(
    { message: Type.String() },
    { title: 'Message', description: message, examples: [answer] },
  );
  return { answer, schema };
}

/** An answer without a body. */
export const noContent = (description: string) => Type.Null({ description });
