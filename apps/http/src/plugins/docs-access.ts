import type { Authenticate } from '@online-cinema/application/accounts';
import type { AccessTokens, AccountQueries, Clock, PasswordHasher } from '@online-cinema/application/ports';
import { UserNotFoundOrInactive, WrongCredentials } from '@online-cinema/domain/accounts';
import { Actor, canonical, NotSignedIn } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KnownCredentials } from '../documentation/known-credentials.ts';
import { AuthorizationHeaderInvalid } from './authentication.ts';

export type DocsAccess = 'public' | 'authenticated' | 'admin';

export type DocsAccessNeeds = Readonly<{
  docsAccess: DocsAccess;
  accessTokens: Pick<AccessTokens, 'verify'>;
  authenticate: Pick<Authenticate, 'execute'>;
  accountQueries: Pick<AccountQueries, 'credentials' | 'standing'>;
  hasher: Pick<PasswordHasher, 'verify'>;
  clock: Pick<Clock, 'now'>;
}>;

const challenges = 'Bearer, Basic realm="Online Cinema", charset="UTF-8"';

/** Lets those see the docs who may: by a bearer token, or by what a browser asks for, an address and a password. */
export function docsGuard(needs: DocsAccessNeeds) {
  const known = new KnownCredentials();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (needs.docsAccess === 'public') return;
    reply.header('www-authenticate', challenges).header('cache-control', 'private, no-cache');
    const countTry = (email: string) => request.countTry(reply, { at: 'login', email });
    const actor = await readerOf(request.headers.authorization, { ...needs, known, countTry });
    reply.removeHeader('www-authenticate');
    if (needs.docsAccess === 'admin') actor.assertMayAdminister();
  };
}

type Door = DocsAccessNeeds & Readonly<{ known: KnownCredentials; countTry: (email: string) => Promise<void> }>;

/** @throws NotSignedIn, AuthorizationHeaderInvalid, WrongCredentials, TooManyTries, and what a bad token is refused with */
async function readerOf(header: string | undefined, needs: Door): Promise<Actor> {
  if (header === undefined) throw new NotSignedIn();
  const [, scheme = '', credentials = ''] = /^(\w+) +(\S+)$/.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') {
    return needs.authenticate.execute(await needs.accessTokens.verify('access', credentials, needs.clock.now()));
  }
  if (scheme.toLowerCase() === 'basic') return knownBy(credentials, needs);
  throw new AuthorizationHeaderInvalid();
}

/** RFC 7617: `address:password` in base64. */
async function knownBy(credentials: string, needs: Door): Promise<Actor> {
  const { accountQueries, hasher, known, countTry } = needs;
  const [address = '', ...password] = Buffer.from(credentials, 'base64').toString().split(':');
  const hashWhenRight = known.hashedPasswordOf(credentials);
  if (hashWhenRight === undefined) await countTry(address);
  const account = await accountQueries.credentials(canonical(address));
  if (account === undefined || account.hashedPassword !== hashWhenRight) {
    known.forget(credentials);
    const isRight = await hasher.verify(account?.hashedPassword, password.join(':'));
    if (account === undefined || !isRight) throw new WrongCredentials();
    known.add(credentials, account.hashedPassword);
  }

  const standing = await accountQueries.standing({ userId: account.userId, session: '' });
  if (!standing?.isActive || standing.deactivatedAt !== null) throw new UserNotFoundOrInactive();
  return Actor.user(standing.userId, standing.group);
}
