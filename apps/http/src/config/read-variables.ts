import type { Value } from './value.ts';
import { variables } from './variables.ts';

export type Values = {
  readonly [Name in keyof typeof variables]?: (typeof variables)[Name] extends Value<infer T> ? T : never;
};

/** Parses every variable that is set; a wrong one is a line that names it, what it got and what it takes. */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): {
  values: Values;
  faults: ReadonlyMap<string, string>;
} {
  const parsed: [string, unknown][] = [];
  const faults = new Map<string, string>();
  for (const [name, variable] of Object.entries<Value<unknown>>(variables)) {
    const text = environment[name];
    if (text === undefined || text.trim() === '') continue;
    const value = variable.parse(text);
    if (value === undefined)
      faults.set(name, `${name} is ${shown(text, variable.secret)}; it takes ${variable.takes}.`);
    else parsed.push([name, value]);
  }
  return { values: Object.fromEntries(parsed), faults };
}

function shown(text: string, secret: boolean): string {
  if (secret) return `a text of ${text.length} characters (not shown)`;
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
