/** A stored object as it is served. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** An object as it is listed. */
export interface ListedObject {
  readonly key: string;
  /** When it was stored, by the storage's clock. */
  readonly modifiedAt: Date;
}

/** For how long an object may be kept by whoever fetched it, as `Cache-Control` says it: no key is used twice. */
export const OBJECT_CACHING = 'public, max-age=31536000, immutable';

const KEY = /^(?:[\w-]+(?:\.[\w-]+)*\/)*[\w-]+(?:\.[\w-]+)*$/;
const LONGEST_KEY = 255;

/**
 * Whether a text can be the key of an object: plain names parted by slashes, 255 characters at most. Parts begin and
 * end with a letter, a digit, `_` or `-`: so none is hidden, or `..`, or empty, or absolute, or another request to a
 * server.
 */
export function isObjectKey(key: string): boolean {
  return key.length <= LONGEST_KEY && KEY.test(key);
}

/** Keeps objects (pictures) by keys that are never used twice. */
export interface ObjectStorage {
  /** Resolves once the object is stored for good. @throws ObjectStorageUnavailable */
  put(key: string, object: StoredObject): Promise<void>;
  /** @throws ObjectStorageUnavailable */
  get(key: string): Promise<StoredObject | undefined>;
  /** Does nothing for a key that is not there. @throws ObjectStorageUnavailable */
  delete(key: string): Promise<void>;
  /**
   * Every object whose key begins so, in no order. What is stored or deleted meanwhile is listed or not.
   * @throws ObjectStorageUnavailable
   */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** Where browsers find the object. */
  urlOf(key: string): string;
}
