import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** One line of a Dockerfile, such as `COPY` and what follows it. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One `FROM` and what follows it. */
export interface Stage {
  readonly name: string;
  /** An image, or an earlier stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the project's Dockerfile. */
export function readDockerfile(): readonly Stage[] {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    const [, from, name] = word === 'FROM' ? (/^(\S+) AS (\S+)$/.exec(rest) ?? []) : [];
    if (from !== undefined && name !== undefined) stages.push({ name, from, instructions: [] });
    else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

/** A stage and what it stands on, the image first, as one list of instructions. */
export function instructionsOf(target: string, stages = readDockerfile()): readonly Instruction[] {
  const stage = stages.find(({ name }) => name === target);
  if (stage === undefined) return [];
  return [...instructionsOf(stage.from, stages), ...stage.instructions];
}

/** What a container of a stage runs as it is, unless it is told otherwise. */
export interface ImageSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly user: string | undefined;
}

export function settingsOf(target: string): ImageSettings {
  const instructions = instructionsOf(target);
  const last = (wanted: string) => instructions.findLast(({ word }) => word === wanted)?.rest;
  const environment = instructions
    .filter(({ word }) => word === 'ENV')
    .map(({ rest }): [string, string] => [rest.slice(0, rest.indexOf('=')), rest.slice(rest.indexOf('=') + 1)]);
  return {
    environment: Object.fromEntries(environment),
    entrypoint: words(last('ENTRYPOINT')),
    command: words(last('CMD')),
    healthcheck: words(last('HEALTHCHECK')?.replace(/^.* CMD /, '')),
    user: last('USER'),
  };
}

/** The exec form: a JSON list. */
function words(text = '[]'): readonly string[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error(`Not a list of words: ${text}`);
  return parsed.map(String);
}
