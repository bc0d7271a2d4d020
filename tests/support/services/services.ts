import { Minio, minioPath } from '../minio.ts';
import { RedisServer, redisPath } from '../redis.ts';
import { StripeMock, stripeMockPath } from '../stripe-mock.ts';
import { MailDev, mailDevPath } from './maildev.ts';
import { PostgresService } from './postgres-service.ts';
import { StripeService } from './stripe-service.ts';

/** What server mode stands on, under the names that docker-compose.yml has for it where it has one. */
export const serviceNames = ['db', 'redis', 'minio', 'maildev', 'stripe', 'stripe-mock'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface Place {
  /** Free ones unless they are given. `maildev` is where mail is taken, `maildev-web` where it is read. */
  readonly ports?: Partial<Readonly<Record<ServiceName | 'maildev-web', number>>>;
  /** Where the database is kept; nowhere unless it is given. */
  readonly folder?: string | undefined;
  /** Where Stripe's stand-in tells of what happens. */
  readonly webhookUrl?: string | undefined;
}

/** What is to be said about a service, and how it ends. */
export interface Service {
  /** What the apps are told about it. */
  readonly environment: Readonly<Record<string, string>>;
  /** For people. */
  readonly note: string;
  stop(): Promise<void>;
}

/** A program that is not there, and how to get it. */
export interface Missing {
  readonly service: ServiceName;
  readonly program: string;
  readonly remedy: string;
}

const programs: readonly (Missing & { readonly path: string | undefined })[] = [
  { service: 'redis', program: 'redis-server', path: redisPath, remedy: 'apt-get install redis-server' },
  { service: 'minio', program: 'minio', path: minioPath, remedy: 'bash scripts/install-minio.sh (needs Go)' },
  { service: 'maildev', program: 'maildev', path: mailDevPath, remedy: 'bash scripts/install-maildev.sh' },
  {
    service: 'stripe-mock',
    program: 'stripe-mock',
    path: stripeMockPath,
    remedy: 'bash scripts/install-stripe-mock.sh (needs Go)',
  },
];

/** Which programs these services would need and this machine does not have. */
export function missingFor(names: readonly ServiceName[]): readonly Missing[] {
  return programs.filter(({ service, path }) => names.includes(service) && path === undefined);
}

/** Starts one, and waits until it answers. */
export const start = {
  async db({ ports, folder }: Place) {
    const server = await PostgresService.start(ports?.db, folder);
    return { server, environment: { DATABASE_URL: server.url }, note: 'PostgreSQL', stop: () => server.stop() };
  },
  async redis({ ports }: Place) {
    const server = await RedisServer.start(ports?.redis);
    return { server, environment: { REDIS_URL: server.url }, note: 'Redis', stop: () => server.goDown() };
  },
  async minio({ ports }: Place) {
    const server = await Minio.start(ports?.minio);
    const { url, region, bucket, accessKeyId, secretAccessKey } = server;
    const environment = {
      S3_ENDPOINT: url,
      S3_REGION: region,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    };
    return { server, environment, note: 'MinIO', stop: () => server.stop() };
  },
  async maildev({ ports }: Place) {
    const server = await MailDev.start(ports?.maildev, ports?.['maildev-web']);
    const note = `MailDev, which shows mails on ${server.webUrl}`;
    return { server, environment: { SMTP_URL: server.url }, note, stop: () => server.stop() };
  },
  async stripe({ ports, webhookUrl }: Place) {
    const server = await StripeService.start(ports?.stripe, webhookUrl);
    const environment = {
      STRIPE_SECRET_KEY: server.secretKey,
      STRIPE_WEBHOOK_SECRET: server.webhookSecret,
      STRIPE_API_BASE: server.url,
    };
    const told = webhookUrl === undefined ? '' : `, which tells ${webhookUrl} of payments`;
    return { server, environment, note: `a stand-in for Stripe${told}`, stop: () => server.stop() };
  },
  async 'stripe-mock'({ ports }: Place) {
    const server = await StripeMock.start(ports?.['stripe-mock']);
    const note = `stripe-mock, which checks requests to Stripe, on ${server.url}`;
    return { server, environment: {}, note, stop: () => server.stop() };
  },
} satisfies Readonly<Record<ServiceName, (place: Place) => Promise<Service>>>;
