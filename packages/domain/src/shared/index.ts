export { Actor, AdminRequired, GROUPS, type Group, ModeratorRequired, NotSignedIn } from './actor.ts';
export { DomainError, type ErrorKind } from './domain-error.ts';
export { canonical, searchable } from './folding.ts';
export { type Fault, InvalidInput } from './invalid-input.ts';
export { type Currency, Money } from './money.ts';
export { days, hours, inSeconds, later, minutes, seconds } from './time.ts';
