import type { Authenticate, IdentifyByPassword } from '@online-cinema/application/accounts';
import type { AccessTokens, Clock } from '@online-cinema/application/ports';
import { type Actor, NotSignedIn } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KnownCredentials } from '../documentation/known-credentials.ts';
import { AuthorizationHeaderInvalid } from './authentication.ts';

export type DocsAccess = 'public' | 'authenticated' | 'admin';

export type DocsAccessNeeds = Readonly<{
  docsAccess: DocsAccess;
  accessTokens: Pick<AccessTokens, 'verify'>;
  authenticate: Pick<Authenticate, 'execute'>;
  identifyByPassword: Pick<IdentifyByPassword, 'execute'>;
  clock: Pick<Clock, 'now'>;
}>;

/** A line each: in one line Chromium does not find the second, and asks for nothing. */
const challenges = ['Bearer', 'Basic realm="Online Cinema", charset="UTF-8"'];

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

/** RFC 7617: `address:password` in base64. What was right before is neither a try nor hashed again. */
async function knownBy(credentials: string, { identifyByPassword, known, countTry }: Door): Promise<Actor> {
  const text = Buffer.from(credentials, 'base64').toString();
  // Neither may hold control characters, says the same; and PostgreSQL takes no NUL.
  if (text.includes('\0')) throw new AuthorizationHeaderInvalid();
  const [email = '', ...password] = text.split(':');
  const rightFor = known.hashedPasswordOf(credentials);
  if (rightFor === undefined) await countTry(email);
  try {
    const found = await identifyByPassword.execute({ email, password: password.join(':'), rightFor });
    if (found.hashedPassword !== rightFor) known.add(credentials, found.hashedPassword);
    return found.actor;
  } catch (error) {
    known.forget(credentials);
    throw error;
  }
}
