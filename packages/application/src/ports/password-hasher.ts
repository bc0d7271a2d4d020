/** Hashes passwords off the event loop, a bounded number at once. */
export interface PasswordHasher {
  /** The hash in PHC string format. @throws TooBusyToHash */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. Against no hash at all it takes as long and says no, so that
   * time does not tell whether an account exists.
   * @throws TooBusyToHash
   */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
