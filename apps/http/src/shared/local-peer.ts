import { BlockList } from 'node:net';
import type { FastifyRequest } from 'fastify';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const proxied = ['forwarded', 'x-real-ip', 'via'];

/** Whether the request comes from this very machine, and from no proxy on it. */
export function isFromThisMachine({ socket, headers }: Pick<FastifyRequest, 'socket' | 'headers'>): boolean {
  const address = socket.remoteAddress;
  const isProxied = Object.keys(headers).some((name) => name.startsWith('x-forwarded-') || proxied.includes(name));
  if (address === undefined || isProxied) return false;
  return loopback.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
