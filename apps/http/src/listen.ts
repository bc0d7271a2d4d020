import { once } from 'node:events';
import { createServer } from 'node:net';
import { codeOf } from '@online-cinema/adapters/error-codes';
import type { Config } from './config.ts';
import { StartRefused } from './start-refused.ts';

type Address = Pick<Config, 'host' | 'port'>;

/**
 * Looks whether the address of a process is to be had, before it takes its time over anything else.
 *
 * @param command how the process is started
 * @throws StartRefused with what to do
 */
export async function assertFree({ host, port }: Address, command: string): Promise<void> {
  const server = createServer();
  await inWords({ host, port }, command, () => once(server.listen({ host, port }), 'listening'));
  server.close();
  await once(server, 'close');
}

/**
 * Listens on the address of a process.
 *
 * @throws StartRefused with what to do
 */
export async function listen(
  server: { listen(address: Address): Promise<unknown> },
  { host, port }: Address,
  command: string,
): Promise<void> {
  await inWords({ host, port }, command, () => server.listen({ host, port }));
}

async function inWords({ host, port }: Address, command: string, listening: () => Promise<unknown>): Promise<void> {
  try {
    await listening();
  } catch (error) {
    const reason = REASONS[codeOf(error)];
    if (reason === undefined) throw error;
    throw new StartRefused(`${host}:${port} ${reason(`\`PORT=${otherThan(port)} ${command}\``)}.`);
  }
}

const REASONS: Readonly<Record<string, (example: string) => string>> = {
  EADDRINUSE: (example) => `is in use: stop what listens there, or set PORT to another number, as in ${example}`,
  EACCES: (example) => `may not be listened on by this user: set PORT to a number above 1023, as in ${example}`,
  EADDRNOTAVAIL: () => 'is no address of this machine: set HOST to one that is',
  ENOTFOUND: () => 'cannot be found: set HOST to an address of this machine',
};

function otherThan(port: number): number {
  return port > 1023 && port < 65_535 ? port + 1 : 8001;
}
