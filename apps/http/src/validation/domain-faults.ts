import { type Fault, InvalidInput } from '@online-cinema/domain/shared';
import { snakeCase } from '../shared/present.ts';
import { fault, type InputFault } from './input-fault.ts';
import { valueError } from './messages.ts';

/**
 * What the domain says about fields of a body, each thing once. A rule of the domain names the field; what was sent in
 * it is known here.
 */
export function faultsOfRules(faults: readonly Fault[], body: unknown): readonly InputFault[] {
  // Of a long list that breaks a rule in each of its items it is said once: every time all of it would be echoed.
  const distinct = new Map(faults.map((each) => [JSON.stringify([each.field, each.message]), each]));
  return [...distinct.values()].map(({ field: name, message }) => {
    const field = snakeCase(name);
    const isSent = typeof body === 'object' && body !== null && Object.hasOwn(body, field);
    return fault(valueError(message), ['body', field], isSent ? Reflect.get(body, field) : null);
  });
}

/** What the domain has against doing something. */
export function faultsIn(attempt: () => unknown): readonly Fault[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}
