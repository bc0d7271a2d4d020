/** A stored object as it is served. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** Keeps objects (pictures) by keys that are never used twice. */
export interface ObjectStorage {
  /** Resolves once the object is stored for good. @throws ObjectStorageUnavailable */
  put(key: string, object: StoredObject): Promise<void>;
  /** @throws ObjectStorageUnavailable */
  get(key: string): Promise<StoredObject | undefined>;
  /** Does nothing for a key that is not there. @throws ObjectStorageUnavailable */
  delete(key: string): Promise<void>;
  /** Where browsers find the object. */
  urlOf(key: string): string;
}
