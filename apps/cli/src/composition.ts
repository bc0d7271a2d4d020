import 'reflect-metadata';
import { type Database, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import type { Config } from '@online-cinema/http/config';
import { container, type InjectionToken, instanceCachingFactory } from 'tsyringe';

/** What the operator's commands work with. */
export interface Tools {
  /** Steps forward, or with `down` back to nothing; answers with the names of the steps taken. */
  migrate(options: { down: boolean }): Promise<readonly string[]>;
  close(): Promise<void>;
}

const DATABASE: InjectionToken<Promise<Database>> = Symbol('Database');

/** Opens what the configuration names; nothing is opened before it is needed. */
export function compose({ database }: Config): Tools {
  const services = container.createChildContainer();
  const url = database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url;
  let isOpen = false;
  services.register(DATABASE, {
    useFactory: instanceCachingFactory(() => {
      isOpen = true;
      return openDatabase(url);
    }),
  });

  return {
    migrate: async (options) => migrate(await services.resolve(DATABASE), options),
    close: async () => {
      if (isOpen) await (await services.resolve(DATABASE)).close();
    },
  };
}
