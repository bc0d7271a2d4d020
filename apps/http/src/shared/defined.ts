type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The fields that have a value. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
