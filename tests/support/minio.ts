import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { findProgram } from './go-program.ts';

const STARTS_WITHIN = 20_000;
const LOOKS_EVERY = 50;

/** The program `minio`, where `scripts/install-minio.sh` or the system's administrator put it. */
export const minioPath = findProgram('minio', '--version');

/** A real S3 on the loopback address, with an empty bucket. */
export class Minio {
  readonly url: string;
  readonly bucket = 'cinema';
  readonly region = 'us-east-1';
  readonly accessKeyId = 'cinema-test';
  readonly secretAccessKey = randomBytes(16).toString('hex');
  readonly #folder: string;
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** On a free port, or on this one. */
  static async start(port?: number): Promise<Minio> {
    const minio = new Minio(await mkdtemp(join(tmpdir(), 'online-cinema-minio-')), port ?? (await freePort()));
    // A folder of the drive is a bucket.
    await mkdir(join(minio.#folder, minio.bucket));
    await minio.comeBack();
    return minio;
  }

  /** Starts the server again on the same address, with what it had. */
  async comeBack(): Promise<void> {
    const address = `127.0.0.1:${this.#port}`;
    this.#server = spawn(
      minioPath ?? 'minio',
      ['server', this.#folder, '--quiet', '--address', address, '--console-address', '127.0.0.1:0'],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          MINIO_ROOT_USER: this.accessKeyId,
          MINIO_ROOT_PASSWORD: this.secretAccessKey,
          MINIO_BROWSER: 'off',
          MINIO_UPDATE: 'off',
        },
      },
    );
    await this.#answers();
  }

  /** Kills the server; the objects stay. */
  async goDown(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.goDown();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + STARTS_WITHIN;
    while (Date.now() < deadline) {
      const answer = await fetch(`${this.url}/minio/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(LOOKS_EVERY);
    }
    await this.stop();
    throw new Error(`MinIO did not answer within ${STARTS_WITHIN} ms`);
  }
}
