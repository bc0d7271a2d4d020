import { isPostgresql } from './database-url.ts';
import { paymentServices, type ServiceVariables } from './payments.ts';
import type { Values } from './read-variables.ts';
import { type VariableName, variables } from './variables.ts';

/** A variable and the line that says what is wrong with it. */
export type Fault = readonly [VariableName, string];

const together: readonly (readonly VariableName[])[] = [
  ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['SECRET_KEY_ACCESS', 'SECRET_KEY_REFRESH'],
];

const needsOther: readonly (readonly [VariableName, VariableName])[] = [
  ['S3_ENDPOINT', 'S3_BUCKET'],
  ['S3_REGION', 'S3_BUCKET'],
  ['S3_PUBLIC_URL', 'S3_BUCKET'],
];

/** What `docker compose` sets by itself: its `.env`, which we read as well, lacks them. */
const setByCompose = ['S3_BUCKET', 'S3_ACCESS_KEY_ID'] as const;

/** What must hold between variables wherever the system runs. */
export function sharedFaults(values: Values): readonly Fault[] {
  const faults: Fault[] = [];
  for (const group of together) faults.push(...incomplete(values, group));
  if (values.S3_SECRET_ACCESS_KEY !== undefined && setByCompose.every((name) => values[name] === undefined)) {
    const advice =
      'if .env is that of deploy/new-env.sh, it is for docker compose; move it away to run without servers.';
    faults.push(['S3_SECRET_ACCESS_KEY', `S3_SECRET_ACCESS_KEY is all there is of S3_…: ${advice}`]);
  }
  for (const [name, other] of needsOther) {
    if (values[name] !== undefined) faults.push(...missing(values, [other], `where ${name} is set`));
  }
  faults.push(...serviceFaults(values, Object.values(paymentServices)));
  if (values.SECRET_KEY_ACCESS?.some((key) => values.SECRET_KEY_REFRESH?.includes(key))) {
    const line = 'SECRET_KEY_REFRESH is a key of SECRET_KEY_ACCESS (not shown); it takes keys of its own.';
    faults.push(['SECRET_KEY_REFRESH', line]);
  }
  return faults;
}

const neededInProduction: readonly VariableName[] = [
  'PUBLIC_URL',
  'SMTP_URL',
  'SECRET_KEY_ACCESS',
  'SECRET_KEY_REFRESH',
];

const neededOnPostgres: readonly VariableName[] = [
  'REDIS_URL',
  'S3_BUCKET',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
];

/** Of a million random keys of 32 hexadecimal digits fewer than one has less. */
const differentCharactersOfAKey = 8;

/** What production refuses to start without. */
export function productionFaults(values: Values): readonly Fault[] {
  const faults = [
    ...missing(values, neededInProduction, 'where NODE_ENV is production'),
    ...noServiceFaults(values, Object.values(paymentServices)),
  ];
  if (values.DATABASE_URL !== undefined && isPostgresql(values.DATABASE_URL)) {
    faults.push(...missing(values, neededOnPostgres, 'where NODE_ENV is production, on PostgreSQL,'));
  }
  for (const name of ['SECRET_KEY_ACCESS', 'SECRET_KEY_REFRESH'] as const) {
    if (values[name]?.some((key) => new Set(key).size < differentCharactersOfAKey)) {
      const takes = `random keys, of ${differentCharactersOfAKey} different characters at least`;
      faults.push([name, `${name} is a weak key (not shown); it takes ${takes}.`]);
    }
  }
  return faults;
}

/** Of the payment services one may be set, and then all that it needs. */
export function serviceFaults(values: Values, services: readonly ServiceVariables[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { needs, takes } of services) {
    faults.push(...incomplete(values, needs));
    const given = takes.find((name) => values[name] !== undefined);
    if (given !== undefined) faults.push(...missing(values, [needs[0]], `where ${given} is set`));
  }
  const [one, ...others] = services.flatMap(({ needs }) => needs.find((name) => values[name] !== undefined) ?? []);
  for (const other of others) faults.push([other, `${other} is set beside ${one}; there is one payment service.`]);
  return faults;
}

/** What is missing where none of the payment services is set: all that the first of them needs. */
export function noServiceFaults(values: Values, services: readonly ServiceVariables[]): readonly Fault[] {
  const [first, ...others] = services;
  if (first === undefined || others.some(({ needs: [name] }) => values[name] !== undefined)) return [];
  const unless = others.map(({ needs: [name] }) => ` and ${name} is not set`);
  return missing(values, first.needs, `where NODE_ENV is production${unless.join('')}`);
}

/** Those that are missing where one of the group is set. */
function incomplete(values: Values, group: readonly VariableName[]): readonly Fault[] {
  const given = group.find((name) => values[name] !== undefined);
  return given === undefined ? [] : missing(values, group, `where ${given} is set`);
}

function missing(values: Values, names: readonly VariableName[], where: string): readonly Fault[] {
  return names
    .filter((name) => values[name] === undefined)
    .map((name) => [name, `${name} is missing; ${where} it takes ${variables[name].takes}.`]);
}
