import type { MovieSource } from '@online-cinema/application/ports';
import type { ServerDependencies } from './server.ts';
import type { UseCases } from './use-cases.ts';

/** The whole system in one process, put together and at rest. */
export interface Cinema {
  readonly useCases: UseCases;
  readonly server: ServerDependencies;
  /** The films that an empty catalogue is given. */
  demoFilms(): Promise<MovieSource>;
  /** Makes the schema what this version needs. @throws StartRefused in server mode, where that is the operator's to do */
  prepareSchema(): Promise<void>;
  /** Begins with what happens by itself once the server listens: jobs, and the sandbox's webhooks. */
  begin(): Promise<void>;
  /** Takes up nothing more of it, and resolves when what runs has ended; tells whether all of it did so by itself. */
  rest(): Promise<boolean>;
  /** Closes everything; nothing may be asked after that. */
  close(): Promise<void>;
}
