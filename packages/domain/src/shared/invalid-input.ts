import { DomainError } from './domain-error.ts';

/** One fault of one field, in the words of the contract. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** Input of the right shape that a rule of the domain does not take. Carries every fault, not the first. */
export class InvalidInput extends DomainError {
  readonly kind = 'invalid';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.faults = faults;
  }

  /** @throws InvalidInput if there is any fault */
  static throwIfAny(faults: readonly Fault[]): void {
    if (faults.length > 0) throw new InvalidInput(faults);
  }
}
