import { createHmac, randomBytes } from 'node:crypto';

/** More readers than the docs have at once. */
const readersAtMost = 100;

/**
 * Credentials that were found right, with the hash of the account's password at that time: a page of many files is one
 * try and one hashing, not one a file. Nothing is kept that a password could be read from.
 */
export class KnownCredentials {
  readonly #key = randomBytes(32);
  readonly #hashedPasswords = new Map<string, string>();

  /** The hash that they were right for; it may not be the account's any more. */
  hashedPasswordOf(credentials: string): string | undefined {
    return this.#hashedPasswords.get(this.#digest(credentials));
  }

  add(credentials: string, hashedPassword: string): void {
    const [oldest] = this.#hashedPasswords.keys();
    if (this.#hashedPasswords.size >= readersAtMost && oldest !== undefined) this.#hashedPasswords.delete(oldest);
    this.#hashedPasswords.set(this.#digest(credentials), hashedPassword);
  }

  forget(credentials: string): void {
    this.#hashedPasswords.delete(this.#digest(credentials));
  }

  #digest(credentials: string): string {
    return createHmac('sha256', this.#key).update(credentials).digest('base64');
  }
}
