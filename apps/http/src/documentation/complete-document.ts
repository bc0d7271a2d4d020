import { answerHeaders, headersOf } from './answer-headers.ts';
import { Shapes } from './shapes.ts';

/** The document as far as it is completed here. */
type Document = { paths?: object; components?: { schemas?: object; headers?: object; responses?: object } };

type Media = { schema?: unknown; examples?: Record<string, { value: unknown; summary?: string }> };
type Content = Record<string, Media>;
type Answer = { description: string; headers?: object; content?: Content };

type Operation = {
  parameters?: { schema?: unknown }[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Answer | { $ref: string }>;
  'x-about'?: About;
};

/** What the routes know of an operation that the generator of the document has no word for; not part of the document. */
export type About = Readonly<{
  isBodyOptional: boolean;
  isCacheable: boolean;
  isLocated: boolean;
  isRepeatable: boolean;
}>;

const ofShared = { isCacheable: false, isLocated: false, isRepeatable: false };

/** Adds what the generator leaves out, and tells once what it tells everywhere: shapes with a name, answers of many. */
export function completeDocument(document: Document): void {
  const shapes = new Shapes();
  const shared = new Map<string, Answer>();
  for (const path of Object.values(document.paths ?? {})) {
    const operations: Operation[] = Object.values(path);
    for (const operation of operations) complete(operation, shapes, shared);
  }
  document.components = {
    ...document.components,
    schemas: shapes.all,
    headers: answerHeaders,
    responses: Object.fromEntries(shared),
  };
}

function complete(operation: Operation, shapes: Shapes, shared: Map<string, Answer>): void {
  const { parameters = [], requestBody, responses, 'x-about': about } = operation;
  delete operation['x-about'];
  for (const parameter of parameters) parameter.schema = shapes.shown(parameter.schema);
  if (requestBody) {
    if (about?.isBodyOptional) requestBody.required = false;
    completeContent(requestBody.content, shapes);
  }
  for (const [status, answer] of Object.entries(responses)) {
    if ('$ref' in answer) continue;
    const name = takeName(answer);
    answer.headers = headersOf(status, name === undefined && about ? about : ofShared);
    completeContent(answer.content ?? {}, shapes);
    if (name === undefined) continue;
    keep(shared, name, answer);
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
}

/** The name of an answer that many operations give. */
function takeName({ content }: Answer): string | undefined {
  const schema = content?.['application/json']?.schema;
  if (typeof schema !== 'object' || schema === null) return undefined;
  const name: unknown = Reflect.get(schema, 'x-shared');
  Reflect.deleteProperty(schema, 'x-shared');
  return typeof name === 'string' ? name : undefined;
}

function keep(shared: Map<string, Answer>, name: string, answer: Answer): void {
  const known = shared.get(name) ?? answer;
  if (JSON.stringify(known) !== JSON.stringify(answer)) throw new Error(`Two answers are called ${name}`);
  shared.set(name, known);
}

function completeContent(content: Content, shapes: Shapes): void {
  for (const media of Object.values(content)) {
    media.schema = withoutDescription(shapes.shown(media.schema));
    for (const example of Object.values(media.examples ?? {})) {
      const summary = gistOf(example.value);
      if (summary !== undefined) example.summary = summary;
    }
  }
}

/** What is around it says the same. */
function withoutDescription(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'description'));
}

/** By what an example is told from others of the same answer: what it says. */
function gistOf(example: unknown): string | undefined {
  if (typeof example !== 'object' || example === null) return undefined;
  const said: unknown = Reflect.get(example, 'detail') ?? Reflect.get(example, 'message');
  if (!Array.isArray(said)) return typeof said === 'string' ? said : undefined;
  return [...new Set(said.map((fault: { msg?: unknown }) => String(fault.msg)))].join(' · ');
}
