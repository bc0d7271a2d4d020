type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Every field there is of a `T`, though it may be undefined: what forgets or misspells one is no such thing. */
export type Complete<T> = { readonly [Name in keyof Required<T>]: T[Name] | undefined };

/** The fields that have a value. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
