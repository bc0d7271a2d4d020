export { readGatewayEvent } from './event.ts';
export { type DialectRefund, refundFrom } from './refund.ts';
export { type DialectSession, sessionFrom } from './session.ts';
export { SIGNATURE_HEADER, sign, verifySignature } from './signature.ts';
