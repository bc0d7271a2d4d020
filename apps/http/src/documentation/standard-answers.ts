import { ServiceUnavailable } from '@online-cinema/application/ports';
import { SessionRevoked, TokenExpired, TokenInvalid, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { AdminRequired, type DomainError, ModeratorRequired, NotSignedIn } from '@online-cinema/domain/shared';
import { type TSchema, Type } from 'typebox';
import { AuthorizationHeaderInvalid, type Who } from '../plugins/authentication.ts';
import { TooManyTries } from '../plugins/rate-limits.ts';
import { refusals } from '../shared/answers.ts';

const ofTokens = [
  new AuthorizationHeaderInvalid(),
  new TokenExpired(),
  new TokenInvalid(),
  new SessionRevoked(),
  new UserNotFoundOrInactive(),
];

const ofGroup: Readonly<Record<Who, readonly DomainError[]>> = {
  anyone: ofTokens,
  user: [new NotSignedIn(), ...ofTokens],
  moderator: [new NotSignedIn(), ...ofTokens, new ModeratorRequired()],
  admin: [new NotSignedIn(), ...ofTokens, new AdminRequired()],
};

const plain = (detail: string) =>
  Type.Object({ detail: Type.String() }, { description: detail, examples: [{ detail }] });

const inputRefused = Type.Object(
  {
    detail: Type.Array(
      Type.Object({
        type: Type.String({ description: 'What Pydantic 2 calls such a fault.' }),
        loc: Type.Array(Type.Union([Type.String(), Type.Integer()]), {
          description: 'Where it is: `body`, `query`, `path` or `header`, then the way to the value.',
        }),
        msg: Type.String(),
        input: Type.Optional(Type.Unknown({ description: 'What was sent; secrets are not echoed.' })),
      }),
    ),
  },
  {
    description: 'The input has faults; all of them are named.',
    examples: [
      {
        detail: [
          { type: 'missing', loc: ['body', 'email'], msg: 'Field required', input: { e_mail: 'ann@example.com' } },
          {
            type: 'extra_forbidden',
            loc: ['body', 'e_mail'],
            msg: 'Extra inputs are not permitted',
            input: 'ann@example.com',
          },
        ],
      },
      {
        detail: [
          {
            type: 'int_parsing',
            loc: ['query', 'page'],
            msg: 'Input should be a valid integer, unable to parse string as an integer',
            input: 'two',
          },
        ],
      },
    ],
  },
);

/** The answers that any route of its kind may give, whatever else it gives. */
export function standardAnswers(route: {
  who: Who;
  /** What it says when it fails by our own fault, if that is not the usual sentence. */
  failure: string | undefined;
  takesInput: boolean;
  takesBody: boolean;
  /** Whether tries at it are limited. */
  isLimited: boolean;
}): Readonly<Record<number, TSchema>> {
  return {
    ...refusals([...ofGroup[route.who], new ServiceUnavailable(), ...(route.isLimited ? [new TooManyTries()] : [])]),
    ...(route.takesBody ? { 413: plain('Payload Too Large'), 415: plain('Unsupported Media Type') } : {}),
    ...(route.takesInput || route.takesBody ? { 422: inputRefused } : {}),
    500: plain(route.failure ?? 'Internal Server Error'),
  };
}
