import {
  FixedClock,
  InMemoryMailer,
  InMemoryUnitOfWork,
  RecordedAlarms,
  ScriptedPaymentGateway,
  SequentialSecrets,
} from '@online-cinema/adapters/in-memory';
import type { AccountQueries, GatewaySession, LetterWriter, PasswordHasher } from '@online-cinema/application/ports';
import { SiteLinks } from '@online-cinema/application/ports';
import { User, type UserDraft, UserNotFound } from '@online-cinema/domain/accounts';
import { Actor, Money } from '@online-cinema/domain/shared';
import { aFilm } from './a-film.ts';

/** Everything that use cases need, in memory, with a few films and people at hand. */
export class ACinema {
  readonly clock = new FixedClock();
  readonly unitOfWork = new InMemoryUnitOfWork(this.clock);
  readonly mailer = new InMemoryMailer();
  readonly gateway = new ScriptedPaymentGateway(this.clock);
  readonly secrets = new SequentialSecrets();
  readonly alarms = new RecordedAlarms();
  readonly links = new SiteLinks('https://cinema.example');
  readonly letters: LetterWriter = {
    write: ({ kind, link }) => ({ subject: kind, html: `<a id="link" href="${link}">`, text: link }),
  };
  readonly hasher: PasswordHasher = {
    hash: async (password) => `hashed ${password}`,
    verify: async (hash, password) => hash === `hashed ${password}`,
  };

  get tables() {
    return this.unitOfWork.tables;
  }

  /** What accounts' queries answer, read from the same tables. */
  readonly accounts: AccountQueries = {
    credentials: async (email) => {
      const user = this.tables.users.find((row) => row.email === email);
      return user && { userId: user.id, hashedPassword: user.hashedPassword };
    },
    standing: async ({ userId, session: key }) => {
      const user = this.tables.users.get(userId);
      const session = this.tables.sessions.find((row) => row.key === key && row.userId === userId);
      return user && { ...user, userId, sessionExpiresAt: session?.expiresAt ?? null };
    },
    credentialsOf: async (userId) => {
      const user = this.tables.users.get(userId);
      return user && { userId, hashedPassword: user.hashedPassword };
    },
    profile: async (userId) => this.tables.profiles.find((row) => row.userId === userId) ?? null,
    user: async (id) => {
      const user = this.tables.users.get(id);
      if (!user) throw new UserNotFound();
      return user;
    },
    account: async (actor) => this.accounts.user(actor.userId),
    users: async () => ({ items: this.tables.users.all(), totalItems: this.tables.users.all().length }),
    sessions: async (actor) => this.tables.sessions.all().filter(({ userId }) => userId === actor.userId),
  };

  /** What the gateway knows of a session. */
  async session(externalId: string): Promise<GatewaySession> {
    const session = await this.gateway.findSession(externalId);
    if (!session) throw new Error(`The gateway knows no session ${externalId}`);
    return session;
  }

  /** The customer pays at a session, as asked or another sum. */
  async pay(externalId: string, amount?: Money): Promise<GatewaySession> {
    this.gateway.pay(externalId, amount);
    return this.session(externalId);
  }

  /** A user who may log in with the password `Str0ng!pass`. */
  async aUser(
    email = 'ann@cinema.example',
    changes: Partial<Pick<UserDraft, 'isActive' | 'deactivatedAt' | 'group'>> = {},
  ): Promise<Actor> {
    const newcomer = User.register({ email, hashedPassword: 'hashed Str0ng!pass', now: this.clock.now() });
    const { id } = await this.unitOfWork.run(({ users }) => users.add({ ...newcomer, isActive: true, ...changes }));
    return Actor.user(id, changes.group ?? 'user');
  }

  /** A film, by its price in cents; null is not for sale. Gives its id. */
  async aFilm(name: string, minor: number | null = 999): Promise<number> {
    const draft = aFilm({ name, price: minor === null ? null : Money.of(minor, 'USD') });
    await this.unitOfWork.run(({ movies }) => movies.addAll([draft]));
    const film = this.tables.movies.find((row) => row.name === name);
    if (!film) throw new Error(`${name} was not added`);
    return film.id;
  }

  /** The shop changes a film's price; null withdraws it. */
  reprice(id: number, minor: number | null): void {
    const film = this.tables.movies.get(id);
    if (!film) throw new Error(`There is no film ${id}`);
    this.tables.movies.put(id, { ...film, price: minor === null ? null : Money.of(minor, 'USD') });
  }
}
