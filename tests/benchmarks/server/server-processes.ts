import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { migrateBy } from '../../support/command.ts';
import { MailServer } from '../../support/mail-server.ts';
import { RunningCinema } from '../../support/running-cinema.ts';
import { missingFor, type Service, start } from '../../support/services/services.ts';

const WHAT_THERE_IS = ['redis', 'minio'] as const;
/** What access tokens are signed with. */
export const ACCESS_KEY = 'what-access-tokens-are-signed-with-while-it-is-measured';

/** Server mode on this machine: two web processes and a worker, on the services that this machine has. */
export class ServerProcesses {
  readonly webs: readonly RunningCinema[];
  readonly worker: RunningCinema;
  readonly mailServer: MailServer;
  readonly #services: readonly Service[];

  private constructor(parts: Pick<ServerProcesses, 'webs' | 'worker' | 'mailServer'>, services: readonly Service[]) {
    this.webs = parts.webs;
    this.worker = parts.worker;
    this.mailServer = parts.mailServer;
    this.#services = services;
  }

  /** Prepared; nothing but the services runs yet. What Stripe's stand-in tells, it tells the first web process. */
  static async prepare(databaseUrl: string): Promise<ServerProcesses> {
    const services: Service[] = [];
    try {
      return await ServerProcesses.#prepare(databaseUrl, services);
    } catch (error) {
      await Promise.all(services.map((service) => service.stop()));
      throw error;
    }
  }

  static async #prepare(databaseUrl: string, services: Service[]): Promise<ServerProcesses> {
    const mailServer = await MailServer.start();
    for (const name of WHAT_THERE_IS) if (missingFor([name]).length === 0) services.push(await start[name]({}));
    const environment: Record<string, string> = {
      DATABASE_URL: databaseUrl,
      SMTP_URL: mailServer.url,
      SECRET_KEY_ACCESS: ACCESS_KEY,
      SECRET_KEY_REFRESH: `another-${ACCESS_KEY}`,
      DEMO_CATALOGUE: 'off',
      LOG_LEVEL: 'warn',
      RUN_JOBS: 'off',
      RATE_LIMIT_PER_ADDRESS: '0',
      RATE_LIMIT_PER_ACCOUNT: '0',
      // What is too much is told by how long it takes.
      MAX_EVENT_LOOP_DELAY: '0',
    };
    // The stand-in has to know the first process, and the processes the stand-in.
    const first = await RunningCinema.prepare({ environment });
    services.push(await start.stripe({ webhookUrl: `${first.url}/api/v1/payments/webhook/` }));
    Object.assign(environment, ...services.map((service) => service.environment));
    migrateBy({ ...environment, DATA_DIR: first.dataDir });
    const second = await RunningCinema.prepare({ environment });
    const { RUN_JOBS: _, ...workerEnvironment } = environment;
    const worker = await RunningCinema.prepare({ app: 'worker', environment: workerEnvironment });
    return new ServerProcesses({ webs: [first, second], worker, mailServer }, services);
  }

  async stop(): Promise<void> {
    // Not at once: a mail may be under way.
    await Promise.all([...this.webs, this.worker].map((process) => process.stop()));
    await Promise.all([...this.webs, this.worker].map((process) => process.remove()));
    await Promise.all(this.#services.map((service) => service.stop()));
    await this.mailServer.stop();
  }
}

/** Milliseconds until it is ready; it is stopped first, should it run. */
export async function timeToReady(cinema: RunningCinema): Promise<number> {
  await cinema.stop();
  const begun = performance.now();
  await cinema.start();
  return performance.now() - begun;
}

/** Megabytes that are resident. */
export function residentMegabytes({ pid }: RunningCinema): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
}
