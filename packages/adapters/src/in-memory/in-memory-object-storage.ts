import {
  type Clock,
  type ListedObject,
  type ObjectStorage,
  ObjectStorageUnavailable,
  type StoredObject,
} from '@online-cinema/application/ports';

/** Keeps objects by their keys, and can be told that it is down. */
export class InMemoryObjectStorage implements ObjectStorage {
  readonly #objects = new Map<string, StoredObject & { readonly modifiedAt: Date }>();
  readonly #publicUrl: string;
  readonly #clock: Pick<Clock, 'now'>;
  #isDown = false;

  constructor({
    publicUrl = 'https://cinema.example',
    clock = { now: () => new Date() },
  }: { publicUrl?: string; clock?: Pick<Clock, 'now'> } = {}) {
    this.#publicUrl = publicUrl;
    this.#clock = clock;
  }

  async put(key: string, { body, contentType }: StoredObject): Promise<void> {
    this.#answer();
    this.#objects.set(key, { body: Uint8Array.from(body), contentType, modifiedAt: this.#clock.now() });
  }

  async get(key: string): Promise<StoredObject | undefined> {
    this.#answer();
    const stored = this.#objects.get(key);
    return stored && { contentType: stored.contentType, body: Uint8Array.from(stored.body) };
  }

  async delete(key: string): Promise<void> {
    this.#answer();
    this.#objects.delete(key);
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    this.#answer();
    for (const [key, { modifiedAt }] of [...this.#objects]) if (key.startsWith(prefix)) yield { key, modifiedAt };
  }

  urlOf(key: string): string {
    return `${this.#publicUrl}/media/${key}`;
  }

  /** The keys of everything that is stored. */
  get keys(): readonly string[] {
    return [...this.#objects.keys()];
  }

  /** Until `comeBack`, whoever asks is told that the storage is unavailable. */
  goDown(): void {
    this.#isDown = true;
  }

  comeBack(): void {
    this.#isDown = false;
  }

  #answer(): void {
    if (this.#isDown) throw new ObjectStorageUnavailable({ cause: new Error('The storage is down') });
  }
}
