import type { FastifyReply } from 'fastify';

/** Says that the answer depends on a header of the request (RFC 9110, section 12.5.5), besides those named before. */
export function varyBy(reply: FastifyReply, header: string): void {
  const before = reply.getHeader('vary');
  if (before === undefined) return void reply.header('vary', header);
  const names = String(before)
    .split(',')
    .flatMap((name) => name.trim() || []);
  if (!names.some((name) => name.toLowerCase() === header.toLowerCase())) names.push(header);
  reply.header('vary', names.join(', '));
}
