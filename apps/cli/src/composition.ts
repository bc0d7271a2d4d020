import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import {
  type Database,
  isUpToDate,
  JobTable,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
} from '@online-cinema/adapters/mikro-orm';
import { SystemClock, SystemSecretGenerator } from '@online-cinema/adapters/system';
import { CreateAdmin } from '@online-cinema/application/accounts';
import type { Clock, UnitOfWork } from '@online-cinema/application/ports';
import type { Config } from '@online-cinema/http/config';
import { StartRefused } from '@online-cinema/http/start-refused';
import { container, type InjectionToken, instanceCachingFactory } from 'tsyringe';

/** What the operator's commands work with. Use cases need a schema that is up to date. */
export interface Tools {
  /** Steps forward, or with `down` back to nothing; answers with the names of the steps taken. */
  migrate(options: { down: boolean }): Promise<readonly string[]>;
  /** @throws StartRefused with a line for the operator */
  createAdmin(): Promise<CreateAdmin>;
  close(): Promise<void>;
}

const DATABASE: InjectionToken<Promise<Database>> = Symbol('Database');
const UNIT_OF_WORK: InjectionToken<Promise<UnitOfWork>> = Symbol('UnitOfWork');
const CLOCK: InjectionToken<Clock> = Symbol('Clock');

/** Opens what the configuration names; nothing is opened before it is needed. */
export function compose({ database, currency }: Config): Tools {
  const services = container.createChildContainer();
  const provide = <T>(token: InjectionToken<T>, make: () => T) => {
    services.register(token, { useFactory: instanceCachingFactory(make) });
  };
  const url = database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url;
  let isOpen = false;
  provide(DATABASE, () => {
    isOpen = true;
    return openDatabase(url);
  });
  provide(CLOCK, () => new SystemClock());
  provide(UNIT_OF_WORK, async () => {
    const opened = await upToDate(services.resolve(DATABASE));
    const jobs = new JobTable(opened, services.resolve(CLOCK)).queueIn;
    return new MikroOrmUnitOfWork(opened, { currency, jobs });
  });

  return {
    migrate: async (options) => migrate(await services.resolve(DATABASE), options),
    createAdmin: async () => {
      // Only passwords are made here: nothing is to be derived, by a key that the system would know again.
      const secrets = new SystemSecretGenerator({ key: randomBytes(32).toString('base64url') });
      const unitOfWork = await services.resolve(UNIT_OF_WORK);
      return new CreateAdmin(unitOfWork, new Argon2PasswordHasher(), secrets, services.resolve(CLOCK));
    },
    close: async () => {
      if (isOpen) await (await services.resolve(DATABASE)).close();
    },
  };
}

/** @throws StartRefused unless the database has taken every step there is */
async function upToDate(opening: Promise<Database>): Promise<Database> {
  const database = await opening;
  if (await isUpToDate(database)) return database;
  throw new StartRefused('The database is not up to date: run `npm run cinema -- migrate` first.');
}
