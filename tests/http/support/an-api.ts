import { Argon2PasswordHasher } from '@online-cinema/adapters/argon2';
import {
  FixedClock,
  InMemoryMailer,
  InMemoryObjectStorage,
  RecordedAlarms,
  ScriptedPaymentGateway,
  SequentialSecrets,
} from '@online-cinema/adapters/in-memory';
import { JoseAccessTokens } from '@online-cinema/adapters/jose';
import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import {
  JobRunner,
  JobTable,
  MikroOrmAccountQueries,
  MikroOrmCatalogueQueries,
  MikroOrmCommunityQueries,
  MikroOrmOrderingQueries,
  MikroOrmPaymentQueries,
  MikroOrmUnitOfWork,
  migrate,
  openDatabase,
} from '@online-cinema/adapters/mikro-orm';
import { SharpAvatarImages } from '@online-cinema/adapters/sharp';
import { SiteLinks } from '@online-cinema/application/ports';
import { User } from '@online-cinema/domain/accounts';
import type { MovieFacts } from '@online-cinema/domain/catalogue';
import { Actor, type Group } from '@online-cinema/domain/shared';
import { apiOn } from '@online-cinema/http/api';
import { jobHandlersOn } from '@online-cinema/http/jobs';
import { media } from '@online-cinema/http/media';
import type { DocsAccess } from '@online-cinema/http/plugins/docs-access';
import type { RateLimits } from '@online-cinema/http/plugins/rate-limits';
import type { Ports } from '@online-cinema/http/ports';
import type { Server } from '@online-cinema/http/type-provider';
import { useCasesOn } from '@online-cinema/http/use-cases';
import { aFilm } from '../../support/a-film.ts';
import { eventually } from '../../support/running-cinema.ts';
import { aServer, aServerSettings, type LogLines } from './a-server.ts';
import { Caller } from './caller.ts';
import { conformityTo } from './conformity.ts';

export const PASSWORD = 'Str0ng!pass';

const tokenKeys = {
  algorithm: 'HS256',
  accessKeys: ['an access key of more than thirty-two characters'],
  refreshKeys: ['a refresh key of more than thirty-two characters'],
} as const;

/** The whole API on a database, in memory unless said otherwise, a clock that stands still, and a gateway that does as it is told. */
export type AnApi = Awaited<ReturnType<typeof anApi>>;

export async function anApi({
  docsAccess = 'public',
  rateLimits = aServerSettings.rateLimits,
  databaseUrl = 'sqlite::memory:',
}: {
  docsAccess?: DocsAccess;
  rateLimits?: RateLimits;
  databaseUrl?: string;
} = {}) {
  const clock = new FixedClock();
  const mailer = new InMemoryMailer();
  const gateway = new ScriptedPaymentGateway(clock);
  const objects = new InMemoryObjectStorage();
  const database = await openDatabase(databaseUrl);
  await migrate(database);
  const table = new JobTable(database, clock);
  const ports: Ports = {
    unitOfWork: new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: table.queueIn }),
    accountQueries: new MikroOrmAccountQueries(database),
    catalogueQueries: new MikroOrmCatalogueQueries(database, 'USD'),
    communityQueries: new MikroOrmCommunityQueries(database),
    orderingQueries: new MikroOrmOrderingQueries(database, 'USD'),
    paymentQueries: new MikroOrmPaymentQueries(database),
    tokens: new JoseAccessTokens(tokenKeys),
    hasher: new Argon2PasswordHasher({ cost: { memoryKiB: 8, passes: 1, lanes: 1 } }),
    secrets: new SequentialSecrets(),
    clock,
    alarms: new RecordedAlarms(),
    letters: new EtaLetterWriter(),
    mailer,
    links: new SiteLinks('https://cinema.example'),
    gateway,
    objects,
    images: new SharpAvatarImages(),
  };
  const useCases = useCasesOn(ports, { sessionDays: 7, refundDays: 14 });
  const door = { accessTokens: ports.tokens, authenticate: useCases.authenticate, clock };
  const { app, log } = await aServer({
    settings: { ...aServerSettings, rateLimits },
    authentication: door,
    docs: { ...door, identifyByPassword: useCases.identifyByPassword, docsAccess },
    api: apiOn(ports, useCases, { currency: 'USD' }),
    pages: [media(ports)],
  });
  const handlers = jobHandlersOn(ports, { isLimited: true });
  const people = peopleOf(app, ports);

  return {
    app,
    log,
    clock,
    mailer,
    gateway,
    objects,
    ports,
    database,
    ...people,
    /** A film in the catalogue, by what is known of it; gives its id and uuid. */
    async aMovie(known: Partial<MovieFacts> = {}): Promise<{ id: number; uuid: string }> {
      const draft = aFilm(known);
      await ports.unitOfWork.run(({ movies }) => movies.addAll([draft]));
      const { id, uuid } = await ports.catalogueQueries.movie({ uuid: draft.uuid }, Actor.anyone);
      return { id, uuid };
    },
    /** The shop changes a film's price, in cents; null withdraws it. */
    async reprice(id: number, minor: number | null): Promise<void> {
      await database.writer.updateTable('movies').set({ price: minor }).where('id', '=', id).execute();
    },
    /** Carries out every job that is due. */
    async carryOutJobs(): Promise<void> {
      const runner = new JobRunner({ table, handlers, clock, alarms: ports.alarms, alone: true });
      await runner.start();
      await eventually(async () => {
        if ((await table.nextDue()) !== undefined) throw new Error('Jobs are left');
      });
      await runner.stop();
    },
    async close(): Promise<void> {
      await app.close();
      await database.close();
    },
  };
}

function peopleOf(app: Server, ports: Ports) {
  const conformity = conformityTo(app);
  let people = 0;
  return {
    /** Somebody without an account. */
    anyone: (): Caller => new Caller(app, conformity),

    /** An account, active unless said otherwise, and its address. */
    async anAccount(known: { group?: Group; isActive?: boolean; deactivatedAt?: Date } = {}): Promise<string> {
      people += 1;
      const email = `person${people}@example.com`;
      const hashedPassword = await ports.hasher.hash(PASSWORD);
      const newcomer = User.register({ email, hashedPassword, now: ports.clock.now() });
      await ports.unitOfWork.run(({ users }) => users.add({ ...newcomer, isActive: true, ...known }));
      return email;
    },

    /** Somebody who is logged in. */
    async aUser(group: Group = 'user'): Promise<Caller> {
      const caller = new Caller(app, conformity);
      await caller.logIn(await this.anAccount({ group }), PASSWORD);
      return caller;
    },
  };
}

export type { LogLines };
