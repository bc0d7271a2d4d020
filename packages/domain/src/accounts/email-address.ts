import { canonical, type Fault, InvalidInput } from '../shared/index.ts';

const LONGEST = 255;
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/** What is wrong with an e-mail address, in the words that clients of Pydantic's `EmailStr` know. */
export function emailFaults(value: string, field = 'email'): readonly Fault[] {
  const reason = whyNoAddress(canonical(value));
  return reason ? [{ field, message: `value is not a valid email address: ${reason}` }] : [];
}

/**
 * An e-mail address as it is stored and compared: canonical, at most 255 characters.
 * The grammar is that of RFC 5321's Mailbox without quoted local parts and address literals.
 * @throws InvalidInput for anything that is no address
 */
export function emailAddress(value: string): string {
  InvalidInput.throwIfAny(emailFaults(value));
  return canonical(value);
}

function whyNoAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'An email address must have an @-sign.';
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  if (local === '') return 'There must be something before the @-sign.';
  if (local.length > 64) return 'The email address is too long before the @-sign.';
  if (!LOCAL_PART.test(local)) return 'The email address contains invalid characters before the @-sign.';
  if (labels.join('') === '') return 'There must be something after the @-sign.';
  if (labels.length < 2) return 'The part after the @-sign is not valid. It should have a period.';
  if (!labels.every((label) => LABEL.test(label))) return 'The part after the @-sign contains invalid characters.';
  if (address.length > LONGEST) return 'The email address is too long.';
  return undefined;
}
