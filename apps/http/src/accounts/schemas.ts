import type { SessionView } from '@online-cinema/application/ports';
import { Type } from 'typebox';
import { body, id, moment, momentExample, orNull } from '../shared/schemas.ts';

export const email = Type.String({ description: 'An e-mail address, in any case.', examples: ['ann@example.com'] });

export const newPassword = Type.String({
  description: '8 to 128 characters: an upper-case and a lower-case letter, a digit, one of @ $ ! % * ? # &.',
});

const accessToken = Type.String({ description: 'Good for an hour, as `Authorization: Bearer …`.' });

const tokenExample = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl';

export const registration = body(
  {
    email,
    password: newPassword,
  },
  { email: 'ann@example.com', password: 'Str0ng!pass' },
);

export const registered = Type.Object(
  { id: id('the new user'), email },
  {
    title: 'Registered',
    description: 'Registered; an e-mail with the activation link is on its way.',
    examples: [{ id: 1, email: 'ann@example.com' }],
  },
);

export const activation = body(
  { email, token: Type.String({ description: 'As the link of the e-mail carries it.' }) },
  { email: 'ann@example.com', token: 'pQ3vJ0mWc5' },
);

export const resend = body({ email }, { email: 'ann@example.com' });

export const credentials = body(
  { email, password: Type.String() },
  { email: 'ann@example.com', password: 'Str0ng!pass' },
);

export const tokens = Type.Object(
  {
    access_token: accessToken,
    refresh_token: Type.String({ description: 'Good as long as the session; asks for new access tokens.' }),
    token_type: Type.Literal('bearer'),
  },
  {
    title: 'Tokens',
    description: 'A session has begun.',
    examples: [{ access_token: tokenExample, refresh_token: tokenExample, token_type: 'bearer' }],
  },
);

export const refreshToken = body({ refresh_token: Type.String() }, { refresh_token: tokenExample });

export const refreshed = Type.Object(
  { access_token: accessToken, token_type: Type.Literal('bearer') },
  {
    title: 'AccessToken',
    description: 'The session goes on.',
    examples: [{ access_token: tokenExample, token_type: 'bearer' }],
  },
);

export const sessionParameter = Type.Object({ id: id('one of your sessions') });

const nullableText = orNull(Type.String());

export const sessionFields = {
  id: id('the session'),
  created_at: moment,
  last_used_at: moment,
  user_agent: nullableText,
  ip_address: nullableText,
};

export const sessionExample = {
  id: 1,
  created_at: momentExample,
  last_used_at: momentExample,
  user_agent: 'curl/8.5.0',
  ip_address: '127.0.0.1',
};

export const sessions = Type.Object(
  {
    sessions: Type.Array(
      Type.Object(
        { ...sessionFields, current: Type.Boolean({ description: 'Whether it is the one of this request.' }) },
        { title: 'Session' },
      ),
    ),
  },
  {
    title: 'Sessions',
    description: 'Where you are logged in, the session used last first.',
    examples: [{ sessions: [{ ...sessionExample, current: true }] }],
  },
);

/** @param currentKey the key of the session that the request was made on */
export function presentSessions(views: readonly SessionView[], currentKey: string | undefined) {
  return { sessions: views.map((view) => ({ ...presentSession(view), current: view.key === currentKey })) };
}

export function presentSession(view: SessionView) {
  return {
    id: view.id,
    created_at: view.createdAt.toISOString(),
    last_used_at: view.lastUsedAt.toISOString(),
    user_agent: view.userAgent,
    ip_address: view.ipAddress,
  };
}
