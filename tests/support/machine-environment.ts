import { delimiter } from 'node:path';
import { ROOT } from './dockerfile.ts';

/** What a command may ask of its surroundings: all else of our environment stays outside. */
const network = /proxy|_ca_|cert|^npm_config_registry$|^HOME$/i;

/** The environment of a command that knows nothing of this checkout: the machine's own Node and npm, and its network. */
export function machineEnvironment(): Readonly<Record<string, string | undefined>> {
  const kept = Object.entries(process.env).filter(([name]) => network.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(ROOT));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}
