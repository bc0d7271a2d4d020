import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import {
  isObjectKey,
  type ListedObject,
  OBJECT_CACHING,
  type ObjectStorage,
  ObjectStorageUnavailable,
  type StoredObject,
} from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';

/** How long the storage may take, in milliseconds. */
export interface Patience {
  /** To take a connection. */
  readonly connection: number;
  /** To answer one try. */
  readonly answer: number;
  /** For everything: all tries and the whole object. */
  readonly whole: number;
}

interface S3Settings {
  /** Of any storage that speaks S3; absent for Amazon's own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** It is there already. */
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What the addresses of objects begin with, without a slash at the end: where browsers find the bucket, or `/media`. */
  readonly objectsUrl: string;
  readonly patience?: Patience;
}

const TRIES = 3;
const PATIENCE: Patience = { connection: seconds(2), answer: seconds(5), whole: seconds(15) };
const UNKNOWN_TYPE = 'application/octet-stream';

/** Objects in a bucket of Amazon S3, or of any storage that speaks its protocol. */
export class S3Storage implements ObjectStorage {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #objectsUrl: string;
  readonly #patience: Patience;

  constructor(settings: S3Settings) {
    this.#patience = settings.patience ?? PATIENCE;
    this.#client = new S3Client(clientConfig(settings, this.#patience));
    this.#bucket = settings.bucket;
    this.#objectsUrl = settings.objectsUrl;
  }

  async put(key: string, { body, contentType }: StoredObject): Promise<void> {
    if (!isObjectKey(key)) throw new TypeError(`No key for an object: ${key}`);
    const object = { Body: body, ContentType: contentType, CacheControl: OBJECT_CACHING };
    await this.#within((abortSignal) =>
      this.#client.send(new PutObjectCommand({ ...this.#at(key), ...object }), { abortSignal }),
    );
  }

  async get(key: string): Promise<StoredObject | undefined> {
    if (!isObjectKey(key)) return undefined;
    return this.#within(async (abortSignal) => {
      const found = await this.#client.send(new GetObjectCommand(this.#at(key)), { abortSignal }).catch(unlessAbsent);
      const body = await found?.Body?.transformToByteArray();
      return body && { body, contentType: found?.ContentType ?? UNKNOWN_TYPE };
    });
  }

  async delete(key: string): Promise<void> {
    if (!isObjectKey(key)) return;
    await this.#within((abortSignal) => this.#client.send(new DeleteObjectCommand(this.#at(key)), { abortSignal }));
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const which = { Bucket: this.#bucket, Prefix: prefix };
    let ContinuationToken: string | undefined;
    do {
      const request = new ListObjectsV2Command({ ...which, ContinuationToken });
      const page = await this.#within((abortSignal) => this.#client.send(request, { abortSignal }));
      for (const { Key: key, LastModified: modifiedAt } of page.Contents ?? []) {
        if (key !== undefined && modifiedAt !== undefined && isObjectKey(key)) yield { key, modifiedAt };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  urlOf(key: string): string {
    return `${this.#objectsUrl}/${key}`;
  }

  /** Ends the connections. */
  close(): void {
    this.#client.destroy();
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: key };
  }

  async #within<T>(work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(AbortSignal.timeout(this.#patience.whole));
    } catch (cause) {
      throw new ObjectStorageUnavailable({ cause });
    }
  }
}

function clientConfig(settings: S3Settings, { connection, answer }: Patience): S3ClientConfig {
  const { endpoint, region, accessKeyId, secretAccessKey } = settings;
  return {
    region,
    credentials: { accessKeyId, secretAccessKey },
    // MinIO and its like are seldom reached by a host name of the bucket's own.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: connection, requestTimeout: answer, throwOnRequestTimeout: true },
    // Checksums in headers that Amazon invented lately are refused by some that speak S3.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

function unlessAbsent(error: unknown): undefined {
  if (!(error instanceof NoSuchKey)) throw error;
}
