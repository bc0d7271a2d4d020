import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './dockerfile.ts';

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly profiles?: readonly string[];
  readonly deploy?: { readonly replicas?: number };
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

/** The text of a compose file, and its services. */
export function readComposeFile(name = 'docker-compose.yml') {
  const text = readFileSync(join(ROOT, name), 'utf8');
  const { services }: { services: Readonly<Record<string, ComposeService>> } = parse(text, { merge: true });
  return { text, services };
}

/** What `${NAME:?…}` and `${NAME:-…}` become, in this environment. @throws Error where something is needed and not there */
export function interpolate(text: string, environment: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/\$\{(\w+)(?::(-|\?)([^}]*))?\}/g, (_, name: string, kind = '', rest = '') => {
      const value = environment[name] ?? '';
      if (value === '' && kind === '?') throw new Error(`${name} is missing: ${rest}`);
      return value === '' ? String(rest) : value;
    })
    .replaceAll('$$', '$');
}
