import { randomBytes } from 'node:crypto';
import { S3Storage } from '@online-cinema/adapters/s3';
import { ObjectStorageUnavailable } from '@online-cinema/application/ports';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Minio, minioPath } from '../support/minio.ts';
import { aKey, anObject, describeObjectStorage } from './object-storage-contract.ts';

const objectsUrl = 'https://cinema.example/media';

describe.skipIf(minioPath === undefined)('S3 (needs the program minio)', () => {
  let minio: Minio;

  beforeAll(async () => {
    minio = await Minio.start();
  });

  afterAll(async () => {
    await minio?.stop();
  });

  function aStorage(settings: { bucket?: string; secretAccessKey?: string } = {}): S3Storage {
    const { url: endpoint, region, bucket, accessKeyId, secretAccessKey } = minio;
    const storage = new S3Storage({ endpoint, region, bucket, accessKeyId, secretAccessKey, objectsUrl, ...settings });
    onTestFinished(() => storage.close());
    return storage;
  }

  describeObjectStorage('MinIO', async () => ({ storage: aStorage(), objectsUrl }));

  it('is unavailable where the bucket is missing or the secret is wrong: an object is not said to be absent', async () => {
    const wrong = [
      aStorage({ bucket: 'no-such-bucket' }),
      aStorage({ secretAccessKey: randomBytes(16).toString('hex') }),
    ];
    for (const storage of wrong) {
      await expect(storage.put(aKey(), anObject())).rejects.toThrow(ObjectStorageUnavailable);
      await expect(storage.get(aKey())).rejects.toThrow(ObjectStorageUnavailable);
      await expect(storage.delete(aKey())).rejects.toThrow(ObjectStorageUnavailable);
    }
  });

  it('is unavailable while the server is down, and has everything when it comes back', async () => {
    const storage = aStorage();
    const key = aKey();
    await storage.put(key, anObject());
    await minio.goDown();
    await expect(storage.put(aKey(), anObject())).rejects.toThrow(ObjectStorageUnavailable);
    await expect(storage.get(key)).rejects.toThrow(ObjectStorageUnavailable);
    await expect(storage.delete(key)).rejects.toThrow(ObjectStorageUnavailable);
    await minio.comeBack();
    expect((await storage.get(key))?.contentType).toBe('image/jpeg');
  });
});
