import { fault, InputRefused } from './input-fault.ts';
import { extraForbidden, missing } from './messages.ts';

/** @throws InputRefused unless the body has one of two fields, and not both */
export function assertEitherOr<Body extends object>(
  body: Body,
  one: keyof Body & string,
  other: keyof Body & string,
): void {
  const [first, second] = [body[one], body[other]];
  if (first === undefined && second === undefined) throw new InputRefused([fault(missing, ['body', one], body)]);
  if (first !== undefined && second !== undefined) {
    throw new InputRefused([fault(extraForbidden, ['body', other], second)]);
  }
}
