import type { JobDelivery, ObjectStorage } from '../ports/index.ts';

/** An object that nothing refers to any more goes. */
export class DeleteObject {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** @throws ObjectStorageUnavailable */
  async execute({ data }: JobDelivery<'delete-object'>): Promise<void> {
    await this.#storage.delete(data.key);
  }
}
