import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isFromThisMachine } from './local-peer.ts';

/** Whether whoever asks runs the system: from this very machine, or with the token of `OPS_TOKEN`. */
export function isOperator(request: FastifyRequest, opsToken: string | undefined): boolean {
  if (isFromThisMachine(request)) return true;
  return opsToken !== undefined && areEqual(request.headers.authorization ?? '', `Bearer ${opsToken}`);
}

/** Compares without telling by time how much of the secret was right. */
function areEqual(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => hash('sha256', text, 'buffer'));
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
