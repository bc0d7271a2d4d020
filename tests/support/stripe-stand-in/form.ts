/** What a form-encoded body says: a text, or what stands under `name[key]` and `name[0]`. */
export type FormValue = string | FormFields;
export interface FormFields {
  readonly [key: string]: FormValue;
}

/** Reads `a=1&b[c]=2&d[0][e]=3`, as Stripe's API takes it; lists are read by their indices. */
export function readForm(body: string): FormFields {
  const root: Branch = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const keys = name.replaceAll(']', '').split('[');
    const last = keys.pop() ?? '';
    let branch = root;
    for (const key of keys) branch = under(branch, key);
    branch[last] = value;
  }
  return root;
}

/** What stands at a path; undefined if nothing does. */
export function at(fields: FormFields, ...path: readonly string[]): FormValue | undefined {
  return path.reduce<FormValue | undefined>(
    (value, key) => (typeof value === 'object' && Object.hasOwn(value, key) ? value[key] : undefined),
    fields,
  );
}

/** The text at a path; undefined if there is none. */
export function textAt(fields: FormFields, ...path: readonly string[]): string | undefined {
  const value = at(fields, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** The texts at a path, by their names. */
export function textsAt(fields: FormFields, ...path: readonly string[]): Readonly<Record<string, string>> {
  const value = at(fields, ...path);
  if (typeof value !== 'object') return {};
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

interface Branch {
  [key: string]: string | Branch;
}

function under(branch: Branch, key: string): Branch {
  const found = branch[key];
  if (typeof found === 'object') return found;
  const made: Branch = {};
  branch[key] = made;
  return made;
}
