import { isPassing } from '../plugins/idempotency.ts';

/** The headers that answers bear beside those of every HTTP server, for the document's `components`. */
export const answerHeaders = {
  'X-Request-Id': {
    description: 'What the request is logged under.',
    schema: { type: 'string' },
  },
  ETag: {
    description: 'A tag of the body, for `If-None-Match`; where the request bears no token.',
    schema: { type: 'string', pattern: '^W/".+"$' },
  },
  'Cache-Control': {
    description:
      '`public, no-cache`, or for a request with a token `private, no-cache`: to be kept, and asked about each time.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'integer' } },
  'WWW-Authenticate': { description: '`Bearer`: a good access token helps.', schema: { type: 'string' } },
  Location: { description: 'The path of what was made.', schema: { type: 'string', format: 'uri-reference' } },
  'Idempotent-Replayed': {
    description: '`true` where this is the answer of an earlier request with the same `Idempotency-Key`; else absent.',
    schema: { type: 'string', const: 'true' },
  },
} as const;

type Name = keyof typeof answerHeaders;

/** What is known of an operation that has to do with the headers of its answers. */
export type Known = Readonly<{
  /** Its public answers carry a tag. */
  isCacheable: boolean;
  /** What it makes has an address. */
  isLocated: boolean;
  /** Copies of a request are answered with what the first was. */
  isRepeatable: boolean;
}>;

/** The headers of an operation's answers of one status, as references into `components`. */
export function headersOf(status: string, known: Known): Readonly<Record<string, { $ref: string }>> {
  const names: readonly (Name | false)[] = [
    known.isCacheable && (status === '200' || status === '304') && 'ETag',
    known.isCacheable && (status === '200' || status === '304') && 'Cache-Control',
    status === '401' && 'WWW-Authenticate',
    (status === '429' || status === '503') && 'Retry-After',
    known.isLocated && status === '201' && 'Location',
    known.isRepeatable && !isPassing(Number(status)) && 'Idempotent-Replayed',
    'X-Request-Id',
  ];
  return Object.fromEntries(names.flatMap((name) => name || []).map((name) => [name, reference(name)]));
}

const reference = (name: Name) => ({ $ref: `#/components/headers/${name}` });
