import type { Fault } from '../shared/index.ts';

const SPECIAL = '@$!%*?#&';

const RULES: readonly (readonly [holds: (password: string) => boolean, message: string])[] = [
  [(password) => [...password].length >= 8, 'Password must contain at least 8 characters.'],
  [(password) => [...password].length <= 128, 'Password must contain at most 128 characters.'],
  [(password) => /\p{Lu}/u.test(password), 'Password must contain at least one uppercase letter.'],
  [(password) => /\p{Ll}/u.test(password), 'Password must contain at least one lower letter.'],
  [(password) => /\p{Nd}/u.test(password), 'Password must contain at least one digit.'],
  [
    (password) => [...password].some((character) => SPECIAL.includes(character)),
    `Password must contain at least one special character: ${[...SPECIAL].join(', ')}.`,
  ],
];

/** Every rule that the password breaks, in the words of the contract; none if it is good. */
export function passwordFaults(password: string, field = 'password'): readonly Fault[] {
  return RULES.filter(([holds]) => !holds(password)).map(([, message]) => ({ field, message }));
}
