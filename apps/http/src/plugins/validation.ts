import type { Fault } from '@online-cinema/domain/shared';
import type { FastifyRequest, preValidationHookHandler, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { IsSchema, type TSchema, Type } from 'typebox';
import { snakeCase } from '../shared/present.ts';
import { faultsOfRules } from '../validation/domain-faults.ts';
import { bodyCheck, closedTextCheck, type InputCheck, textCheck } from '../validation/input-check.ts';
import { type InputFault, InputRefused } from '../validation/input-fault.ts';

/** Rules of single texts, by the name of the field. */
type FieldRules = Readonly<Record<string, (value: string) => readonly Fault[]>>;

/** Rules of a body's fields together: `sound` are those whose shape is right, `wrong` the names of the others. */
export type BodyRules = (sound: object, wrong: ReadonlySet<string>) => readonly Fault[];

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads the body itself, byte for byte. */
    takesRawBody?: boolean;
    /** What such a route reads by itself, for the readers of the document. */
    reads?: Readonly<{ headers: TSchema; body: TSchema }>;
    /**
     * The domain's own rules of the body. The use case holds to them anyway; here they join the faults of the input's
     * shape, so that all faults are told together, before anything is counted or looked up.
     */
    rules?: FieldRules | BodyRules;
  }
}

type Part = 'headers' | 'params' | 'query' | 'body';

/**
 * Checks the input of every route against its TypeBox schemas. Fastify's own validation ends with the first part that
 * has a fault; ours reports the faults of headers, path, query and body together.
 */
export const validation = fastifyPlugin(async (app) => {
  app.addHook('onRoute', (route) => {
    const checks = checksOf(route);
    if (checks.length === 0) return;
    const before = route.preValidation ?? [];
    route.preValidation = [...(Array.isArray(before) ? before : [before]), checking(checks)];
  });
});

/**
 * Where a query takes no name that it does not know: whoever misspells a filter there would be shown, and act on, what
 * they did not ask for. Elsewhere such names are passed over, as links carry those of others (`utm_source`).
 */
const administration = '/api/v1/admin/';

function checksOf({ schema, config, url }: RouteOptions): readonly (readonly [Part, InputCheck])[] {
  const checks: (readonly [Part, InputCheck])[] = [];
  if (isSchema(schema?.headers)) checks.push(['headers', textCheck(schema.headers, 'header')]);
  if (isSchema(schema?.params)) checks.push(['params', textCheck(schema.params, 'path')]);
  const query = isSchema(schema?.querystring) ? schema.querystring : undefined;
  if (url.startsWith(administration)) checks.push(['query', closedTextCheck(query ?? Type.Object({}), 'query')]);
  else if (query) checks.push(['query', textCheck(query, 'query')]);
  if (isSchema(schema?.body)) checks.push(['body', bodyCheck(schema.body)]);
  else if (config?.who !== undefined && config.takesRawBody !== true) checks.push(['body', noBody]);
  return checks;
}

/** A route of the API that names no field takes none. */
const noBody = bodyCheck(Type.Optional(Type.Object({}, { additionalProperties: false })));

function isSchema(schema: unknown): schema is TSchema {
  return schema !== undefined && IsSchema(schema);
}

/** What the domain says of the fields whose shape is right. */
function brokenRules({ body, routeOptions }: FastifyRequest, faults: readonly InputFault[]): readonly InputFault[] {
  const { rules } = routeOptions.config;
  const places = faults.flatMap(({ loc: [place, field] }) => (place === 'body' ? [field] : []));
  // What is no object at all has no fields.
  if (rules === undefined || typeof body !== 'object' || body === null || places.includes(undefined)) return [];
  const wrong = new Set(places.map(String));
  const sound = Object.fromEntries(Object.entries(body).filter(([field]) => !wrong.has(field)));
  const broken = typeof rules === 'function' ? rules(sound, wrong) : brokenByFields(rules, sound);
  return faultsOfRules(
    broken.filter(({ field }) => !wrong.has(snakeCase(field))),
    body,
  );
}

function brokenByFields(rules: FieldRules, sound: object): readonly Fault[] {
  return Object.entries(sound).flatMap(([field, value]) => {
    const rule = Object.entries(rules).find(([name]) => name === field)?.[1];
    if (!rule || typeof value !== 'string') return [];
    return rule(value).map(({ message }) => ({ field, message }));
  });
}

function checking(checks: readonly (readonly [Part, InputCheck])[]): preValidationHookHandler {
  return (request, _reply, done) => {
    check(request, checks);
    done();
  };
}

/** @throws InputRefused with the faults of every part */
function check(request: FastifyRequest, checks: readonly (readonly [Part, InputCheck])[]): void {
  const verdicts = checks.map(([part, checkPart]) => [part, checkPart(request[part])] as const);
  const ofShape = verdicts.flatMap(([, verdict]) => verdict.faults);
  const faults = [...ofShape, ...brokenRules(request, ofShape)];
  if (faults.length > 0) throw new InputRefused(faults);
  for (const [part, { value }] of verdicts) if (part !== 'headers') request[part] = value;
}
