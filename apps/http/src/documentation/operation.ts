import type { FastifySchema, RouteOptions } from 'fastify';
import { IsSchema, type TSchema, Type } from 'typebox';
import type { Who } from '../plugins/authentication.ts';
import { noContent } from '../shared/answers.ts';
import type { About } from './complete-document.ts';
import { standardAnswers } from './standard-answers.ts';

declare module 'fastify' {
  interface FastifySchema {
    /** Set from the route's `who`, for the readers of the document. */
    'x-who'?: Who;
    'x-about'?: About;
  }
  interface FastifyContextConfig {
    /** Anyone may use the route, and a signed-in user is told more. */
    tellsUsersMore?: true;
  }
}

/** What a client may send to be told only what it does not know. */
const conditional = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({
      description: 'The `ETag` of an answer that was given to nobody in particular: 304 if it still is the answer.',
    }),
  ),
});

const unchanged = { 304: noContent('Nothing has changed since the answer with this `ETag`.') };

/** A route's schema with all that follows from who may use it and what it takes; hidden for routes outside the API. */
export function describeOperation({ schema, config, method }: RouteOptions): FastifySchema {
  const who = config?.who;
  if (schema === undefined || who === undefined) return { hide: true };
  const takesBody = method !== 'GET';
  const takesInput = schema.params !== undefined || schema.querystring !== undefined;
  const isLimited = config?.limited !== undefined;
  const own = isAnswers(schema.response) ? schema.response : {};
  return {
    ...schema,
    response: merged(
      { ...own, ...(config?.isCacheable ? unchanged : {}) },
      standardAnswers({ who, failure: config?.failure, takesInput, takesBody, isLimited }),
    ),
    ...(config?.isCacheable ? { headers: conditional } : {}),
    ...(config?.reads ?? {}),
    security: securityOf(who, config),
    'x-who': who,
    'x-about': {
      isBodyOptional: isOptional(schema.body),
      isCacheable: config?.isCacheable === true,
      isLocated: config?.location !== undefined,
      isRepeatable: config?.repeatable === true,
    },
  };
}

/** A token is asked for where it changes something: where it need not be there, pages of the document send none. */
function securityOf(who: Who, config: RouteOptions['config']): readonly Readonly<Record<string, readonly string[]>>[] {
  const byToken = { bearer: [] };
  if (who !== 'anyone') return [byToken];
  return config?.tellsUsersMore ? [{}, byToken] : [];
}

function isOptional(body: unknown): boolean {
  return typeof body === 'object' && body !== null && '~optional' in body;
}

function isAnswers(response: unknown): response is Readonly<Record<string, TSchema>> {
  return (
    typeof response === 'object' && response !== null && Object.values(response).every((answer) => IsSchema(answer))
  );
}

/** Where both know answers of a status, those of both are shown. */
function merged(
  own: Readonly<Record<string, TSchema>>,
  standard: Readonly<Record<string, TSchema>>,
): Readonly<Record<string, TSchema>> {
  const both = { ...standard, ...own };
  for (const [status, answer] of Object.entries(own)) {
    const other = standard[status];
    if (other === undefined) continue;
    both[status] = {
      ...inEitherForm(answer, other),
      description: [...new Set([answer, other].flatMap((each) => descriptionOf(each).split(' · ')))].join(' · '),
      examples: unique([answer, other].flatMap(examplesOf)),
    };
  }
  return both;
}

/** An answer of one status may be a sentence or a list of faults. */
function inEitherForm(one: TSchema, other: TSchema): TSchema {
  const [form, otherForm] = [formOf(one), formOf(other)];
  return JSON.stringify(form) === JSON.stringify(otherForm) ? one : Type.Union([form, otherForm]);
}

/** A schema without what is said of it as the answer of many operations. */
function formOf(schema: TSchema): TSchema {
  return { ...schema, description: undefined, examples: undefined, 'x-shared': undefined };
}

function descriptionOf(schema: TSchema): string {
  return 'description' in schema ? String(schema.description) : '';
}

/** Each once, the first of its like. */
function unique(examples: readonly unknown[]): readonly unknown[] {
  return [...new Map(examples.toReversed().map((example) => [JSON.stringify(example), example])).values()].toReversed();
}

function examplesOf(schema: TSchema): readonly unknown[] {
  return 'examples' in schema && Array.isArray(schema.examples) ? schema.examples : [];
}
