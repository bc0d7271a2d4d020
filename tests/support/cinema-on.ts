import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateBy, runBeside } from './command.ts';
import type { MailReader } from './customer.ts';
import { aPlaceFor, type DatabaseName } from './database.ts';
import { MailServer } from './mail-server.ts';
import { RunningCinema } from './running-cinema.ts';

/** A running system on one of the databases, and where its mails arrive (undefined: in its own mailbox). */
export interface CinemaOn {
  readonly url: string;
  readonly mails: MailReader | undefined;
  /** The password of `admin@cinema.example`, as it is told to whoever runs the system: once. */
  adminPassword(): Promise<string>;
  /** Ends it, with all that it stored. */
  remove(): Promise<void>;
}

/** The system as its users start it, with the demo films: with all that it needs inside, or on servers. */
export async function aCinemaOn(database: DatabaseName): Promise<CinemaOn> {
  if (database === 'SQLite') {
    const cinema = await RunningCinema.start();
    return {
      url: cinema.url,
      mails: undefined,
      adminPassword: async () => passwordIn(cinema.output),
      remove: () => cinema.remove(),
    };
  }
  const place = await aPlaceFor(database);
  const mailServer = await MailServer.start();
  const environment = {
    DATABASE_URL: place.url,
    DATA_DIR: mkdtempSync(join(tmpdir(), 'cinema-')),
    SMTP_URL: mailServer.url,
    DEMO_CATALOGUE: 'on',
    RUN_JOBS: 'on',
  };
  migrateBy(environment);
  const cinema = await RunningCinema.start({ environment });
  return {
    url: cinema.url,
    mails: async () => mailServer.mails,
    adminPassword: async () => {
      const { stdout } = await runBeside('cli', ['create-admin', 'admin@cinema.example'], environment);
      return passwordIn(stdout);
    },
    remove: async () => {
      await cinema.remove();
      await mailServer.stop();
      await place.stop();
    },
  };
}

/** The first admin's password, in what was told to whoever runs the system. */
export function passwordIn(output: string): string {
  const [, password] = /admin@cinema\.example.*, with the password (\S+)/.exec(output) ?? [];
  if (password === undefined) throw new Error(`No password was told:\n${output}`);
  return password;
}
