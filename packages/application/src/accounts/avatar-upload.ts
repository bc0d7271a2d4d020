import { avatarKey } from '@online-cinema/domain/accounts';
import type { AvatarImages, ObjectStorage, SecretGenerator } from '../ports/index.ts';

/** The storage did not take the picture; nothing was stored. */
export class AvatarNotStored extends Error {
  constructor(cause: unknown) {
    super('The avatar could not be stored', { cause });
    this.name = new.target.name;
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

  /**
   * Stores the picture, if there is one, and hands its key to `work`, which names it in a row; should that fail, the
   * picture is taken back. @throws AvatarRefused, AvatarNotStored, and what `work` throws
   */
  async around(
    userId: number,
    picture: Uint8Array | undefined,
    work: (avatar: string | undefined) => Promise<void>,
  ): Promise<void> {
    if (!picture) return work(undefined);
    const avatar = await this.#store(userId, await this.#images.reencode(picture));
    try {
      await work(avatar);
    } catch (error) {
      await this.#takeBack(avatar);
      throw error;
    }
  }

  async #store(userId: number, jpeg: Uint8Array): Promise<string> {
    const key = avatarKey(userId, this.#secrets.uuid());
    await this.#storage.put(key, { body: jpeg, contentType: 'image/jpeg' }).catch((cause: unknown) => {
      throw new AvatarNotStored(cause);
    });
    return key;
  }

  /** Should that fail, the daily sweep finds it. */
  async #takeBack(key: string): Promise<void> {
    await this.#storage.delete(key).catch(() => undefined);
  }
}
