export type { ApiRequest } from './api.ts';
export { type Command, command } from './control.ts';
export { type StandInSettings, StripeStandIn } from './stand-in.ts';
export type { Trouble } from './trouble.ts';
export type { Delivery, StandInEvent } from './webhooks.ts';
