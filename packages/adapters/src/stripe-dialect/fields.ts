const LONGEST_NAME = 255;

/** Whether it can be the name of something at the gateway: not empty, not endless, and fit to be stored. */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= LONGEST_NAME &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value)
  );
}

/** The fields of an object; none for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
