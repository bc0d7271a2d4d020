import { createHmac, hash, randomInt, randomUUID } from 'node:crypto';
import type { SecretGenerator, SecretPurpose } from '@online-cinema/application/ports';

const PASSWORD_LENGTH = 20;
/** Without the characters that are read wrong from a terminal: 0 O o, 1 l I. */
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const LOWER = 'abcdefghijkmnpqrstuvwxyz';
const DIGITS = '23456789';
/** Of the eight that the password rules take, those that no shell and no URL gives a meaning. */
const SPECIAL = '@%';
const KINDS = [UPPER, LOWER, DIGITS, SPECIAL];

/** Randomness of the operating system, and secrets made from one key. */
export class SystemSecretGenerator implements SecretGenerator {
  readonly #key: string;

  /** `key`: what derived secrets are made from; whoever knows it can make them all. */
  constructor({ key }: { key: string }) {
    this.#key = key;
  }

  uuid(): string {
    return randomUUID();
  }

  password(): string {
    const atLeastOneEach = KINDS.map(anyOf);
    const others = Array.from({ length: PASSWORD_LENGTH - KINDS.length }, () => anyOf(KINDS.join('')));
    return shuffled([...atLeastOneEach, ...others]).join('');
  }

  derive(purpose: SecretPurpose, jobId: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\0${jobId}`).digest('base64url');
  }

  hash(secret: string): string {
    return hash('sha256', secret);
  }
}

function anyOf(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

/** Fisher and Yates's shuffle: every order is as likely as any other. */
function shuffled(characters: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (const character of characters) {
    const place = randomInt(result.length + 1);
    result.splice(place, 0, character);
  }
  return result;
}
