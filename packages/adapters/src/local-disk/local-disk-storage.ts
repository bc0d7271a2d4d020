import { opendir, readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import {
  isObjectKey,
  type ListedObject,
  type ObjectStorage,
  ObjectStorageUnavailable,
  type StoredObject,
} from '@online-cinema/application/ports';
import { removeDurably, writeDurably } from '../durable-files/index.ts';
import { codeOf } from '../error-codes/index.ts';

/** What a file is, by the end of its name: all that is kept of it besides its bytes. */
const CONTENT_TYPES: Readonly<Record<string, string>> = { '.jpg': 'image/jpeg', '.png': 'image/png' };
/** What the system says where no file can be found under a name. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'];

/** Objects as files in a folder, by their keys. */
export class LocalDiskStorage implements ObjectStorage {
  readonly #folder: string;
  readonly #publicUrl: string;

  /** `folder` is made when the first object comes; `publicUrl` is where this system is found, without a slash at its end. */
  constructor({ folder, publicUrl }: { folder: string; publicUrl: string }) {
    this.#folder = resolve(folder);
    this.#publicUrl = publicUrl;
  }

  async put(key: string, { body, contentType }: StoredObject): Promise<void> {
    const place = this.#placeOf(key);
    if (place?.contentType !== contentType) throw new TypeError(`No key for an object of ${contentType}: ${key}`);
    await writeDurably(place.path, body).catch(unavailable);
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const place = this.#placeOf(key);
    const body = place && (await readFile(place.path).catch(unlessAbsent));
    return body && { body, contentType: place.contentType };
  }

  async delete(key: string): Promise<void> {
    const place = this.#placeOf(key);
    if (place) await removeDurably(place.path).catch(unlessAbsent);
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const inner = prefix.lastIndexOf('/');
    for await (const key of this.#keysIn(prefix.slice(0, inner + 1))) {
      const place = key.startsWith(prefix) ? this.#placeOf(key) : undefined;
      const found = place && (await stat(place.path).catch(unlessAbsent));
      if (found) yield { key, modifiedAt: found.mtime };
    }
  }

  urlOf(key: string): string {
    return `${this.#publicUrl}/media/${key}`;
  }

  /** What lies in a folder, named by a key that ends with a slash, and in those below it. */
  async *#keysIn(parent: string): AsyncIterable<string> {
    const folder = await opendir(join(this.#folder, parent)).catch(unlessAbsent);
    if (!folder) return;
    for await (const entry of folder) {
      const key = `${parent}${entry.name}`;
      if (entry.isDirectory()) yield* this.#keysIn(`${key}/`);
      else if (entry.isFile()) yield key;
    }
  }

  /** Where an object lies and what it is; nowhere for what can be no key of ours. */
  #placeOf(key: string): { path: string; contentType: string } | undefined {
    if (!isObjectKey(key)) return undefined;
    const contentType = CONTENT_TYPES[extname(key)];
    return contentType === undefined ? undefined : { path: join(this.#folder, key), contentType };
  }
}

function unlessAbsent(error: unknown): undefined {
  if (!ABSENT.includes(codeOf(error))) unavailable(error);
}

function unavailable(cause: unknown): never {
  throw new ObjectStorageUnavailable({ cause });
}
