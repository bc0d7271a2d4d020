import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFor, type Ended, surroundings } from '../command.ts';
import { freePort } from '../free-port.ts';
import { buildImage } from '../image.ts';
import { RunningCinema } from '../running-cinema.ts';
import { mailsIn } from '../services/maildev.ts';
import { missingFor, start } from '../services/services.ts';
import { FrontDoor, hasFrontDoor } from './front-door.ts';
import { composedEnvironment } from './settings.ts';
import { Wire } from './wire.ts';

const BRINGS_FILMS_WITHIN = 120_000;

/** Programs without which this cannot be. */
export const missingForServerMode: readonly string[] = [
  ...missingFor(['db', 'redis', 'minio', 'maildev', 'stripe']).map(({ program }) => program),
  ...(hasFrontDoor ? [] : ['haproxy']),
];

/**
 * What docker-compose.yml describes, as processes of this machine: built by the Dockerfile's steps, told what the file
 * tells them, behind its proxy, on the real services.
 */
export class ServerMode {
  readonly webs: readonly RunningCinema[];
  readonly workers: readonly RunningCinema[];
  readonly services: Services;
  readonly door: FrontDoor;
  readonly #image: string;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(parts: Parts) {
    this.webs = parts.webs;
    this.workers = parts.workers;
    this.services = parts.services;
    this.door = parts.door;
    this.#image = parts.image;
    this.#environment = parts.environment;
  }

  /** Two of each are ready, and the catalogue holds the demo films. What it began it ends, should that fail. */
  static async start(): Promise<ServerMode> {
    const ends: (() => unknown)[] = [];
    try {
      return await ServerMode.#start((end) => ends.push(end));
    } catch (error) {
      await Promise.all(ends.map((end) => end()));
      throw error;
    }
  }

  static async #start(atTheEnd: (end: () => unknown) => void): Promise<ServerMode> {
    const image = mkdtempSync(join(tmpdir(), 'online-cinema-image-'));
    atTheEnd(() => rmSync(image, { recursive: true, force: true }));
    buildImage('app', image);
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const services = await startServices(`${publicUrl}/api/v1/payments/webhook/`);
    atTheEnd(() => services.stop());
    const here = { ...services.environment, PUBLIC_URL: publicUrl, HOST: '127.0.0.1', TRUST_PROXY: '127.0.0.1' };
    const environment = { ...composedEnvironment('web'), ...here };
    const migrated = command(image, environment, ['migrate']);
    if (migrated.code !== 0) throw new Error(`The database was not migrated:\n${migrated.stderr}`);
    const prepare = async (app: 'http' | 'worker') => {
      const { DATA_DIR: _, ...told } = { ...composedEnvironment(app === 'http' ? 'web' : 'worker'), ...here };
      const prepared = await RunningCinema.prepare({ app, folder: image, environment: told });
      atTheEnd(() => prepared.remove());
      return prepared;
    };
    const webs = [await prepare('http'), await prepare('http')];
    const workers = [await prepare('worker'), await prepare('worker')];
    // The first brings the demo films along, which takes its time.
    await webs[0]?.start({}, BRINGS_FILMS_WITHIN);
    await Promise.all([...webs.slice(1), ...workers].map((process) => process.start()));
    const webPorts = webs.map((web) => web.port);
    const door = await FrontDoor.start(port, webPorts);
    return new ServerMode({ webs, workers, services, door, image, environment });
  }

  get url(): string {
    return this.door.url;
  }

  get mails() {
    return mailsIn(this.services.mailDev.webUrl);
  }

  get processes(): readonly RunningCinema[] {
    return [...this.webs, ...this.workers];
  }

  /** Everything that the processes said. */
  get output(): string {
    return this.processes.map(({ output }) => output).join('');
  }

  /** A command of the operator, as `docker compose run --rm migrator …` carries it out. */
  operate(...args: string[]): Ended {
    return command(this.#image, this.#environment, args);
  }

  async stop(): Promise<void> {
    await this.door.stop();
    await Promise.all(this.processes.map((process) => process.remove()));
    await this.services.stop();
    rmSync(this.#image, { recursive: true, force: true });
  }
}

type Services = Awaited<ReturnType<typeof startServices>>;

interface Parts {
  readonly webs: readonly RunningCinema[];
  readonly workers: readonly RunningCinema[];
  readonly services: Services;
  readonly door: FrontDoor;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The services, and wires to those whose failing is tried. */
async function startServices(webhookUrl: string) {
  const [db, redis, minio, mailDev, stripe] = await Promise.all([
    start.db({}),
    start.redis({}),
    start.minio({}),
    start.maildev({}),
    start.stripe({ webhookUrl }),
  ]);
  const all = [db, redis, minio, mailDev, stripe];
  const toMinio = await Wire.to(minio.server.url);
  const toMailDev = await Wire.to(mailDev.server.url);
  return {
    db: db.server,
    redis: redis.server,
    mailDev: mailDev.server,
    stripe: stripe.server,
    toMinio,
    toMailDev,
    environment: {
      ...Object.assign({}, ...all.map(({ environment }) => environment)),
      S3_ENDPOINT: toMinio.instead(minio.server.url),
      SMTP_URL: toMailDev.instead(mailDev.server.url),
    },
    stop: async () => {
      await Promise.all([toMinio.stop(), toMailDev.stop(), ...all.map((service) => service.stop())]);
    },
  };
}

function command(image: string, environment: Readonly<Record<string, string>>, args: readonly string[]): Ended {
  const dataDir = mkdtempSync(join(tmpdir(), 'cinema-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, commandFor('cli', args), {
    ...surroundings({ ...environment, DATA_DIR: dataDir }),
    cwd: image,
    encoding: 'utf8',
  });
  rmSync(dataDir, { recursive: true, force: true });
  return { code: status, stdout, stderr };
}
