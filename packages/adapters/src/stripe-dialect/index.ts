export { readGatewayEvent } from './event.ts';
export { type DialectSession, sessionFrom } from './session.ts';
export { sign, verifySignature } from './signature.ts';
