import type { Server } from '@online-cinema/http/type-provider';
import { Compile, type Validator } from 'typebox/schema';
import { examplesOf, type Operation, readDocument } from './document.ts';

/** Throws unless the document says that the operation may answer like this. */
export type Conformity = (method: string, url: string, answer: Answered) => Promise<void>;

type Answered = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; body: unknown }>;

export function conformityTo(app: Server): Conformity {
  let operations: readonly Operation[] | undefined;
  const validators = new Map<string, Validator>();
  return async (method, url, { status, headers, body }) => {
    operations ??= await readDocument(app);
    const path = url.split('?', 1)[0] ?? '';
    if (!isEncoded(path)) return;
    const operation = operations.find((one) => one.method === method && one.pattern.test(path));
    // A path that the document does not know, and methods it does not take, have no operation.
    if (operation === undefined || status === 304) return;

    const answer = operation.responses[status];
    if (answer === undefined)
      throw new Error(`${operation.name} is not documented to answer ${status}: ${JSON.stringify(body)}`);
    const unlike = headersUnlike(Object.keys(answer.headers ?? {}), headers);
    if (unlike.length > 0) throw new Error(`${operation.name}: ${status} with or without ${unlike.join(', ')}`);
    const schema = answer.content?.['application/json']?.schema;
    if ((schema === undefined) !== (body === undefined))
      throw new Error(`${operation.name}: ${status} with a body or none`);
    if (schema === undefined) return;
    const said = sentenceIn(body);
    if (said !== undefined && !examplesOf(answer).some((example) => isLike(sentenceIn(example), said)))
      throw new Error(`${operation.name} is not documented to say with ${status}: ${said}`);
    // Many answers look alike, and compiling takes its time.
    const text = JSON.stringify(schema);
    const validator = validators.get(text) ?? Compile(schema);
    validators.set(text, validator);
    if (validator.Check(body)) return;
    const [, faults] = validator.Errors(body);
    throw new Error(`${operation.name} answered ${status} with ${JSON.stringify(body)}: ${JSON.stringify(faults)}`);
  };
}

/** Headers that the document knows and the answer lacks, and the other way round. */
function headersUnlike(documented: readonly string[], sent: Readonly<Record<string, unknown>>): readonly string[] {
  const known = documented.map((name) => name.toLowerCase());
  const lacking = ['location', 'retry-after', 'www-authenticate', 'x-request-id'].filter(
    (name) => known.includes(name) !== (sent[name] !== undefined),
  );
  const unknown = ['etag', 'idempotent-replayed'].filter((name) => sent[name] !== undefined && !known.includes(name));
  return [...lacking, ...unknown];
}

/** What an answer says in words; undefined for answers that say more. */
function sentenceIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const said: unknown = Reflect.get(body, 'detail') ?? Reflect.get(body, 'message');
  return typeof said === 'string' ? said : undefined;
}

/** What an example says of somebody or something, where the answer speaks of another: an address, a group, a name, a date. */
const SPECIFIC = /ann@example\.com|\bmoderator(?=\.$)|(?<= name )'[^']*'|(?<= release date )'[^']*'|(?<= year )\d{4}/;

function isLike(example: string | undefined, said: string): boolean {
  if (example === undefined) return false;
  const parts = example.split(SPECIFIC).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 's').test(said);
}

/** A path that cannot be decoded is at no operation. */
function isEncoded(path: string): boolean {
  try {
    return decodeURIComponent(path).isWellFormed();
  } catch {
    return false;
  }
}
