import { hash } from 'node:crypto';
import type { SecretGenerator, SecretPurpose } from '@online-cinema/application/ports';

/** “Secrets” that a test can foretell: numbered from 1, and derived ones that say what they are made from. */
export class SequentialSecrets implements SecretGenerator {
  #uuids = 0;
  #passwords = 0;

  uuid(): string {
    this.#uuids += 1;
    return `00000000-0000-4000-8000-${String(this.#uuids).padStart(12, '0')}`;
  }

  password(): string {
    this.#passwords += 1;
    return `Password-${this.#passwords}!`;
  }

  derive(purpose: SecretPurpose, jobId: string): string {
    return `${purpose}-of-job-${jobId}`;
  }

  hash(secret: string): string {
    return hash('sha256', secret);
  }
}
