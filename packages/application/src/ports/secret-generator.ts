/** What a secret derived from a job is good for; the same job gives different secrets for different purposes. */
export type SecretPurpose = 'activation' | 'password-reset';

/** Randomness, and what is made from keys. */
export interface SecretGenerator {
  /** A new random uuid (version 4). */
  uuid(): string;
  /** A new random password that satisfies the password rules. */
  password(): string;
  /**
   * HMAC-SHA256(key, purpose and job id), URL-safe: a retried job writes the same link, and nobody stores it.
   */
  derive(purpose: SecretPurpose, jobId: string): string;
  /** SHA-256 in lower-case hex: how secrets are stored. */
  hash(secret: string): string;
}
