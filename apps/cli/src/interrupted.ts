/** The operator ended the command before it was done, and knows that. */
export class Interrupted extends Error {}
