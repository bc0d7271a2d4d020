import { avatarKey } from '@online-cinema/domain/accounts';
import type { AvatarImages, ObjectStorage, SecretGenerator } from '../ports/index.ts';

/** The storage did not take the picture; nothing was stored. */
export class AvatarNotStored extends Error {
  constructor(cause: unknown) {
    super('The avatar could not be stored', { cause });
    this.name = 'AvatarNotStored';
  }
}

/** Brings a picture into the storage before any row names it, so that no failure leaves a profile pointing at nothing. */
export class AvatarUpload {
  readonly #images: AvatarImages;
  readonly #storage: ObjectStorage;
  readonly #secrets: SecretGenerator;

  constructor(images: AvatarImages, storage: ObjectStorage, secrets: SecretGenerator) {
    this.#images = images;
    this.#storage = storage;
    this.#secrets = secrets;
  }

  /** The picture as it will be stored. @throws AvatarRefused */
  async read(picture: Uint8Array): Promise<Uint8Array> {
    return this.#images.reencode(picture);
  }

  /** Stores a picture that was read, and gives its key. @throws AvatarNotStored */
  async store(userId: number, jpeg: Uint8Array): Promise<string> {
    const key = avatarKey(userId, this.#secrets.uuid());
    await this.#storage.put(key, { body: jpeg, contentType: 'image/jpeg' }).catch((cause: unknown) => {
      throw new AvatarNotStored(cause);
    });
    return key;
  }

  /** Takes back a picture that no row came to name; should that fail, the daily sweep finds it. */
  async takeBack(key: string): Promise<void> {
    await this.#storage.delete(key).catch(() => undefined);
  }
}
