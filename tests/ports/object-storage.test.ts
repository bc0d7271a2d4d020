import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryObjectStorage } from '@online-cinema/adapters/in-memory';
import { LocalDiskStorage } from '@online-cinema/adapters/local-disk';
import { ObjectStorageUnavailable } from '@online-cinema/application/ports';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aKey, anObject, describeObjectStorage, listed } from './object-storage-contract.ts';

const publicUrl = 'https://cinema.example';
const objectsUrl = `${publicUrl}/media`;

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'media-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describeObjectStorage('in memory', async () => ({ storage: new InMemoryObjectStorage({ publicUrl }), objectsUrl }));

describeObjectStorage('on local disk', async () => {
  const folder = join(await aFolder(), 'data', 'media');
  return { storage: new LocalDiskStorage({ folder, publicUrl }), objectsUrl };
});

describe('the storage in memory', () => {
  it('is unavailable while it is down, and has everything when it comes back', async () => {
    const storage = new InMemoryObjectStorage();
    const key = aKey();
    await storage.put(key, anObject());
    storage.goDown();
    await expect(storage.put(aKey(), anObject())).rejects.toThrow(ObjectStorageUnavailable);
    await expect(storage.get(key)).rejects.toThrow(ObjectStorageUnavailable);
    await expect(storage.delete(key)).rejects.toThrow(ObjectStorageUnavailable);
    storage.comeBack();
    expect(storage.keys).toEqual([key]);
    expect(await storage.get(key)).toBeDefined();
  });
});

describe('the storage on local disk', () => {
  it('has what another process stored before', async () => {
    const folder = await aFolder();
    const key = aKey();
    await new LocalDiskStorage({ folder, publicUrl }).put(key, anObject());
    expect((await new LocalDiskStorage({ folder, publicUrl }).get(key))?.contentType).toBe('image/jpeg');
  });

  it('leaves a file under the name of its key and nothing else', async () => {
    const folder = await aFolder();
    const { body } = anObject();
    await new LocalDiskStorage({ folder, publicUrl }).put('avatars/7.jpg', anObject({ body }));
    expect(await readdir(join(folder, 'avatars'))).toEqual(['7.jpg']);
    expect((await readFile(join(folder, 'avatars/7.jpg'))).equals(body)).toBe(true);
  });

  it.each([
    '',
    '../7.jpg',
    'avatars/../../7.jpg',
    '/7.jpg',
    'avatars/.7.jpg',
    'C:\\7.jpg',
    'avatars/7.jpg\0',
    `avatars/${'7'.repeat(300)}.jpg`,
  ])('stores nothing under what can be no key: %j', async (key) => {
    const [outside, inside] = [await aFolder(), 'media'];
    const storage = new LocalDiskStorage({ folder: join(outside, inside), publicUrl });
    await expect(storage.put(key, anObject())).rejects.toThrow(TypeError);
    await storage.delete(key);
    expect(await readdir(outside, { recursive: true })).toEqual([]);
  });

  it('stores nothing whose kind its key does not tell', async () => {
    const storage = new LocalDiskStorage({ folder: await aFolder(), publicUrl });
    await expect(storage.put('a.jpg', anObject({ contentType: 'text/html' }))).rejects.toThrow(TypeError);
    await expect(storage.put('a.html', anObject({ contentType: 'text/html' }))).rejects.toThrow(TypeError);
    expect(await storage.get('a.jpg')).toBeUndefined();
  });

  it('never hands out or touches a file outside its folder, or one of another kind', async () => {
    const folder = await aFolder();
    await mkdir(join(folder, 'media'));
    await writeFile(join(folder, 'secret.jpg'), 'secret');
    await writeFile(join(folder, 'media/secrets.json'), '{}');
    const storage = new LocalDiskStorage({ folder: join(folder, 'media'), publicUrl });
    for (const key of ['../secret.jpg', 'x/../../secret.jpg', join(folder, 'secret.jpg'), 'secrets.json']) {
      expect(await storage.get(key)).toBeUndefined();
      await storage.delete(key);
    }
    expect(await readdir(folder, { recursive: true })).toEqual(
      expect.arrayContaining(['secret.jpg', join('media', 'secrets.json')]),
    );
  });

  it('is unavailable where the disk refuses, and leaves nothing half written', async () => {
    const folder = await aFolder();
    const storage = new LocalDiskStorage({ folder: join(folder, 'media'), publicUrl });
    await writeFile(join(folder, 'media'), 'a file where the folder should be');
    await expect(storage.put('avatars/7.jpg', anObject())).rejects.toThrow(ObjectStorageUnavailable);
    await rm(join(folder, 'media'));
    // A folder stands where the file should be renamed to.
    await mkdir(join(folder, 'media/avatars/7.jpg'), { recursive: true });
    await expect(storage.put('avatars/7.jpg', anObject())).rejects.toThrow(ObjectStorageUnavailable);
    expect(await readdir(join(folder, 'media/avatars'))).toEqual(['7.jpg']);
  });

  it('lists what it stores, and no other file that lies there', async () => {
    const folder = await aFolder();
    const storage = new LocalDiskStorage({ folder, publicUrl });
    expect(await listed(new LocalDiskStorage({ folder: join(folder, 'absent'), publicUrl }), '')).toEqual([]);
    await storage.put('avatars/7.jpg', anObject());
    await writeFile(join(folder, 'avatars/.unfinished-7'), '');
    await writeFile(join(folder, 'avatars/secrets.json'), '{}');
    await mkdir(join(folder, 'avatars/8.jpg'));
    expect((await listed(storage, '')).map(({ key }) => key)).toEqual(['avatars/7.jpg']);
  });

  it.skipIf(process.platform === 'win32')('lets nobody but the owner of the process read', async () => {
    const folder = await aFolder();
    const storage = new LocalDiskStorage({ folder: join(folder, 'media'), publicUrl });
    await storage.put('avatars/7.jpg', anObject());
    const { mode } = await stat(join(folder, 'media/avatars/7.jpg'));
    expect(mode & 0o077).toBe(0);
  });
});
