import { randomBytes, randomUUID } from 'node:crypto';
import type { ListedObject, ObjectStorage, StoredObject } from '@online-cinema/application/ports';
import { avatarKey } from '@online-cinema/domain/accounts';
import { describe, expect, it } from 'vitest';

export const aKey = (): string => avatarKey(7, randomUUID());

/** An object as uploads are: every byte value in it, at most 1 MB. */
export const anObject = (given: Partial<StoredObject> = {}): StoredObject => ({
  body: Uint8Array.from(randomBytes(50_000)),
  contentType: 'image/jpeg',
  ...given,
});

/** Everything that a storage lists. */
export async function listed(storage: ObjectStorage, prefix: string): Promise<readonly ListedObject[]> {
  const all: ListedObject[] = [];
  for await (const one of storage.list(prefix)) all.push(one);
  return all;
}

/** What every object storage promises. `aStorage` gives an empty one whose objects' addresses begin with `objectsUrl`. */
export function describeObjectStorage(
  name: string,
  aStorage: () => Promise<{ storage: ObjectStorage; objectsUrl: string }>,
): void {
  describe(`an object storage: ${name}`, () => {
    it('gives back an object as it was stored', async () => {
      const { storage } = await aStorage();
      const [key, object] = [aKey(), anObject()];
      await storage.put(key, object);
      expect(await storage.get(key)).toEqual({ ...object, body: expect.any(Uint8Array) });
      expect(Buffer.from((await storage.get(key))?.body ?? []).equals(object.body)).toBe(true);
    });

    it.each([
      ['an empty object', 0],
      ['an object of 1 MB', 1_048_576],
    ])('keeps %s', async (_, size) => {
      const { storage } = await aStorage();
      const [key, body] = [aKey(), Uint8Array.from(randomBytes(size))];
      await storage.put(key, anObject({ body }));
      expect(Buffer.from((await storage.get(key))?.body ?? [0]).equals(body)).toBe(true);
    });

    it('remembers what kind of object it is', async () => {
      const { storage } = await aStorage();
      await storage.put('posters/1.png', anObject({ contentType: 'image/png' }));
      await storage.put('posters/1.jpg', anObject({ contentType: 'image/jpeg' }));
      expect((await storage.get('posters/1.png'))?.contentType).toBe('image/png');
      expect((await storage.get('posters/1.jpg'))?.contentType).toBe('image/jpeg');
    });

    it('is not changed by what happens to the bytes outside', async () => {
      const { storage } = await aStorage();
      const [key, body] = [aKey(), Uint8Array.from([1, 2, 3])];
      await storage.put(key, anObject({ body }));
      body.fill(0);
      (await storage.get(key))?.body.fill(9);
      expect([...((await storage.get(key))?.body ?? [])]).toEqual([1, 2, 3]);
    });

    it('stores an object again under the same key, as a retry does', async () => {
      const { storage } = await aStorage();
      const [key, object] = [aKey(), anObject()];
      await storage.put(key, object);
      await storage.put(key, object);
      expect((await storage.get(key))?.body).toHaveLength(object.body.length);
    });

    it('keeps many objects that come at once apart', async () => {
      const { storage } = await aStorage();
      const keys = Array.from({ length: 20 }, aKey);
      await Promise.all(keys.map((key, n) => storage.put(key, anObject({ body: Uint8Array.of(n) }))));
      const bodies = await Promise.all(keys.map(async (key) => [...((await storage.get(key))?.body ?? [])]));
      expect(bodies).toEqual(keys.map((_, n) => [n]));
    });

    it('finds nothing under a key that was never used', async () => {
      const { storage } = await aStorage();
      expect(await storage.get(aKey())).toBeUndefined();
      await storage.put('avatars/1.jpg', anObject());
      expect(await storage.get('avatars/1')).toBeUndefined();
      expect(await storage.get('avatars')).toBeUndefined();
      expect(await storage.get('avatars/1.jpg/2.jpg')).toBeUndefined();
    });

    it.each([
      '',
      '.',
      '/',
      '../secrets.json',
      'avatars/../../secrets.jpg',
      '/etc/passwd',
      'avatars//1.jpg',
      'avatars/./1.jpg',
      'avatars\\..\\1.jpg',
      'avatars/\0.jpg',
      'avatars/é.jpg',
      `avatars/${'a'.repeat(2000)}.jpg`,
    ])('finds nothing under what can be no key: %j', async (key) => {
      const { storage } = await aStorage();
      expect(await storage.get(key)).toBeUndefined();
    });

    it('deletes an object, and that alone', async () => {
      const { storage } = await aStorage();
      const [gone, kept] = [aKey(), aKey()];
      await storage.put(gone, anObject());
      await storage.put(kept, anObject());
      await storage.delete(gone);
      expect(await storage.get(gone)).toBeUndefined();
      expect(await storage.get(kept)).toBeDefined();
    });

    it('deletes what is not there without a word', async () => {
      const { storage } = await aStorage();
      const key = aKey();
      await storage.delete(key);
      await storage.put(key, anObject());
      await storage.delete(key);
      await storage.delete(key);
      expect(await storage.get(key)).toBeUndefined();
    });

    it('lists what is stored under a prefix, with the time, and nothing else', async () => {
      const { storage } = await aStorage();
      const folder = `lists${randomUUID().slice(0, 8)}`;
      const keys = ['a/1.jpg', 'a/2.png', 'ab/3.jpg', 'a/b/4.jpg', '5.jpg'].map((name) => `${folder}/${name}`);
      const contentType = (key: string) => (key.endsWith('.png') ? 'image/png' : 'image/jpeg');
      for (const key of keys) await storage.put(key, anObject({ contentType: contentType(key) }));
      const below = (prefix: string) => listed(storage, `${folder}/${prefix}`);

      const all = await below('');
      expect(all.map(({ key }) => key).sort()).toEqual(keys.toSorted());
      // Storages may go by their own clock, and by whole seconds.
      for (const { modifiedAt } of all) expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(60_000);
      expect((await below('a/')).map(({ key }) => key).sort()).toEqual(
        ['a/1.jpg', 'a/2.png', 'a/b/4.jpg'].map((name) => `${folder}/${name}`),
      );
      expect(await below('b')).toEqual([]);
      await storage.delete(`${folder}/a/b/4.jpg`);
      expect(await below('a/b')).toEqual([]);
    });

    it('lists what is deleted meanwhile or not, and all the rest', async () => {
      const { storage } = await aStorage();
      const folder = `sweeps${randomUUID().slice(0, 8)}/`;
      const keys = Array.from({ length: 60 }, (_, n) => `${folder}${n}.jpg`);
      await Promise.all(keys.map((key) => storage.put(key, anObject({ body: Uint8Array.of(1) }))));
      const seen: string[] = [];
      for await (const { key } of storage.list(folder)) {
        seen.push(key);
        await storage.delete(key);
      }
      expect(seen.sort()).toEqual(keys.sort());
      expect(await listed(storage, folder)).toEqual([]);
    });

    it('says where browsers find an object', async () => {
      const { storage, objectsUrl } = await aStorage();
      expect(storage.urlOf('avatars/7_1_avatar.jpg')).toBe(`${objectsUrl}/avatars/7_1_avatar.jpg`);
    });
  });
}
