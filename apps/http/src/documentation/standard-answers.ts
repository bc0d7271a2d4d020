import { ServiceUnavailable } from '@online-cinema/application/ports';
import { SessionRevoked, TokenExpired, TokenInvalid, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { AdminRequired, type DomainError, ModeratorRequired, NotSignedIn } from '@online-cinema/domain/shared';
import { type TSchema, Type } from 'typebox';
import { AuthorizationHeaderInvalid, type Who } from '../plugins/authentication.ts';
import { TooManyTries } from '../plugins/rate-limits.ts';
import { refusal, refusals } from '../shared/answers.ts';

/** An answer that many operations give, by the name under which the document tells it once. */
const shared = (name: string, answer: TSchema): TSchema => ({ ...answer, 'x-shared': name });

/** The one answer to errors of one kind. */
const sharedOf = (name: string, ...errors: readonly DomainError[]): Readonly<Record<number, TSchema>> =>
  Object.fromEntries(Object.entries(refusals(errors)).map(([status, answer]) => [status, shared(name, answer)]));

const plain = (detail: string) => refusal(detail, [{ detail }]);

const ofTokens = [
  new AuthorizationHeaderInvalid(),
  new TokenExpired(),
  new TokenInvalid(),
  new SessionRevoked(),
  new UserNotFoundOrInactive(),
];

const notSignedIn = sharedOf('NotSignedIn', new NotSignedIn(), ...ofTokens);

const ofGroup: Readonly<Record<Who, Readonly<Record<number, TSchema>>>> = {
  anyone: sharedOf('TokenRefused', ...ofTokens),
  user: notSignedIn,
  moderator: { ...notSignedIn, ...sharedOf('ModeratorsOnly', new ModeratorRequired()) },
  admin: { ...notSignedIn, ...sharedOf('AdminsOnly', new AdminRequired()) },
};

const ofBodies = {
  413: shared('TooLarge', plain('Payload Too Large')),
  415: shared('UnsupportedMediaType', plain('Unsupported Media Type')),
};

const inputRefused = Type.Object(
  {
    detail: Type.Array(
      Type.Object(
        {
          type: Type.String({ description: 'What Pydantic 2 calls such a fault.' }),
          loc: Type.Array(Type.Union([Type.String(), Type.Integer()]), {
            description: 'Where it is: `body`, `query`, `path` or `header`, then the way to the value.',
          }),
          msg: Type.String(),
          input: Type.Optional(Type.Unknown({ description: 'What was sent; secrets are not echoed.' })),
        },
        { title: 'InputFault' },
      ),
    ),
  },
  {
    title: 'InputFaults',
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
  const { who, failure, takesInput, takesBody, isLimited } = route;
  return {
    ...ofGroup[who],
    ...sharedOf('Unavailable', new ServiceUnavailable()),
    ...(isLimited ? sharedOf('TooManyTries', new TooManyTries()) : {}),
    ...(takesBody ? ofBodies : {}),
    ...(takesInput || takesBody ? { 422: shared('InputRefused', inputRefused) } : {}),
    500: failure === undefined ? shared('Failed', plain('Internal Server Error')) : plain(failure),
  };
}
