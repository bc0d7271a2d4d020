import { createHmac, createSecretKey, type webcrypto } from 'node:crypto';

/** `HS256`, … is HMAC with SHA-256, … (RFC 7518, section 3.2). */
export type TokenAlgorithm = 'HS256' | 'HS384' | 'HS512';

type Key = webcrypto.CryptoKey;

/** The keys of one use: the first signs, all verify. Each is known by its `kid`, which gives nothing away. */
export class KeyRing {
  readonly signing: { readonly kid: string; readonly key: Key };
  readonly #keys: ReadonlyMap<string, Key>;

  /**
   * `secrets`: at least one, taken as they are (their UTF-8 bytes).
   * @throws RangeError if there is none
   */
  constructor(secrets: readonly string[], algorithm: TokenAlgorithm) {
    const [first] = secrets;
    if (first === undefined) throw new RangeError('Tokens need at least one key');
    this.signing = { kid: kidOf(first), key: imported(first, algorithm) };
    this.#keys = new Map(secrets.map((secret) => [kidOf(secret), imported(secret, algorithm)]));
  }

  find(kid: string | undefined): Key | undefined {
    return kid === undefined ? undefined : this.#keys.get(kid);
  }
}

function kidOf(secret: string): string {
  return createHmac('sha256', secret).update('kid').digest('hex').slice(0, 16);
}

function imported(secret: string, algorithm: TokenAlgorithm): Key {
  const hmac = { name: 'HMAC', hash: `SHA-${algorithm.slice(2)}` };
  return createSecretKey(secret, 'utf8').toCryptoKey(hmac, false, ['sign', 'verify']);
}
