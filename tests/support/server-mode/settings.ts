import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { interpolate, readComposeFile } from '../compose-file.ts';
import { ROOT, settingsOf } from '../dockerfile.ts';

/**
 * What docker-compose.yml tells an app in the journeys: what the image says, and what the file makes of deploy/tests.env.
 */
export function composedEnvironment(service: 'web' | 'worker' | 'migrator'): Readonly<Record<string, string>> {
  const given = parseEnv(readFileSync(join(ROOT, 'deploy/tests.env'), 'utf8'));
  const known = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? '']));
  const told = Object.entries(readComposeFile().services[service]?.environment ?? {});
  return {
    ...settingsOf('app').environment,
    ...Object.fromEntries(told.map(([name, value]) => [name, interpolate(value, known)])),
  };
}
