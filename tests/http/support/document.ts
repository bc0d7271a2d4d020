import type { Server } from '@online-cinema/http/type-provider';

export interface Parameter {
  readonly in: 'path' | 'query';
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

export type Schema = Readonly<Record<string, unknown>>;

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Content {
  readonly description?: string;
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
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-who'?: 'anyone' | 'user' | 'moderator' | 'admin';
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** The operations of the document, those without parameters first. */
export async function readDocument(app: Server): Promise<readonly Operation[]> {
  const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
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
