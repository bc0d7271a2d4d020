import type { Server } from '@online-cinema/http/type-provider';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: unknown;
}

export type Schema = Readonly<Record<string, unknown>>;

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;
}

interface Content {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
}

/** One operation of the OpenAPI document. */
export interface Operation {
  /** `GET /api/v1/cart/` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Of the paths that it is at. */
  readonly pattern: RegExp;
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-who'?: 'anyone' | 'user' | 'moderator' | 'admin';
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** The operations of the document, those without parameters first, with all that they refer to in its place. */
export async function readDocument(app: Server): Promise<readonly Operation[]> {
  const { paths, components } = (await app.inject('/openapi.json')).json<Document>();
  const operations = Object.entries(inPlace(paths, { components })).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replace(/\/$/, '/?')}$`),
    })),
  );
  const parametersOf = ({ path }: Operation) => path.split('{').length;
  return operations.toSorted((one, other) => parametersOf(one) - parametersOf(other));
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: unknown;
}

/** The value with what its references (`#/components/schemas/Movie`) point at in their place. */
function inPlace<Value>(value: Value, document: unknown): Value;
function inPlace(value: unknown, document: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inPlace(each, document));
  if (typeof value !== 'object' || value === null) return value;
  if (!('$ref' in value)) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inPlace(each, document)]));
  }
  const { $ref, ...rest } = value;
  const steps = String($ref).slice('#/'.length).split('/');
  const target = steps.reduce<unknown>((at, step) => Reflect.get(Object(at), step), document);
  if (target === undefined) throw new Error(`The document has no ${$ref}`);
  return { ...Object(inPlace(target, document)), ...rest };
}

/** The one kind of body that an operation takes or gives. */
export function mediaOf(content: Content | undefined): Media | undefined {
  return Object.values(content?.content ?? {})[0];
}

/** Whether the operation takes a form that may carry files, and not JSON. */
export function takesForm({ requestBody }: Operation): boolean {
  return requestBody?.content?.['multipart/form-data'] !== undefined;
}

/** The examples of a body, whichever way they are written down. */
export function examplesOf(content: Content | undefined): readonly unknown[] {
  const media = mediaOf(content);
  if (media === undefined) return [];
  if (media.examples !== undefined) return Object.values(media.examples).map(({ value }) => value);
  return media.example === undefined ? [] : [media.example];
}
