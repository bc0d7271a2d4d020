import type { Server } from '@online-cinema/http/type-provider';
import { Compile, type Validator } from 'typebox/schema';
import { type Operation, readDocument } from './document.ts';

/** Throws unless the document says that the operation may answer like this. */
export type Conformity = (method: string, url: string, status: number, body: unknown) => Promise<void>;

export function conformityTo(app: Server): Conformity {
  let operations: readonly Operation[] | undefined;
  const validators = new Map<unknown, Validator>();
  return async (method, url, status, body) => {
    operations ??= await readDocument(app);
    const path = url.split('?', 1)[0] ?? '';
    const operation = operations.find((one) => one.method === method && one.pattern.test(path));
    // A path that the document does not know, and methods it does not take, have no operation.
    if (operation === undefined || status === 304) return;

    const answer = operation.responses[status];
    if (answer === undefined)
      throw new Error(`${operation.name} is not documented to answer ${status}: ${JSON.stringify(body)}`);
    const schema = answer.content?.['application/json']?.schema;
    if ((schema === undefined) !== (body === undefined))
      throw new Error(`${operation.name}: ${status} with a body or none`);
    if (schema === undefined) return;
    const validator = validators.get(schema) ?? Compile(schema);
    validators.set(schema, validator);
    if (validator.Check(body)) return;
    const [, faults] = validator.Errors(body);
    throw new Error(`${operation.name} answered ${status} with ${JSON.stringify(body)}: ${JSON.stringify(faults)}`);
  };
}
