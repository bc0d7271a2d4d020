import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';

/** What an embedded system keeps to itself: made at its first start, never a default in the code. */
export type Secrets = Readonly<{
  /** Signs access tokens, unless the configuration says otherwise. */
  accessKey: string;
  /** Signs refresh tokens, unless the configuration says otherwise. */
  refreshKey: string;
  /** Signs the sandbox gateway's webhooks. */
  webhookSecret: string;
}>;

const names = ['accessKey', 'refreshKey', 'webhookSecret'] as const;

/**
 * The secrets in `secrets.json` of the data directory; whoever comes first makes the file, readable by its owner alone.
 *
 * @throws Error with a line for the operator if the file is there and holds something else
 */
export async function keptSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const kept = await textOf(path);
  if (kept !== undefined) return secretsIn(kept, path);
  await writeOnce(path, JSON.stringify(Object.fromEntries(names.map((name) => [name, newSecret()])), null, 2));
  return secretsIn((await textOf(path)) ?? '', path);
}

/**
 * What secrets in mailed links are derived from: the same on every process and after a restart, so that a mail that is
 * tried again carries the same link.
 */
export function derivationKeyOf({ tokens }: Pick<Config, 'tokens'>, { accessKey }: Secrets): string {
  const [signingKey = accessKey] = tokens.accessKeys ?? [];
  return createHmac('sha256', signingKey).update('derived secrets').digest('hex');
}

/** 256 bits, in letters that need no quoting anywhere. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function secretsIn(text: string, path: string): Secrets {
  const broken = new Error(`${path} does not hold the secrets it should; restore it, or remove it to get new ones.`);
  const [accessKey, refreshKey, webhookSecret] = names.map((name) => {
    const value = fieldOf(text, name);
    if (typeof value !== 'string' || value.length < 32) throw broken;
    return value;
  });
  if (accessKey === undefined || refreshKey === undefined || webhookSecret === undefined) throw broken;
  return { accessKey, refreshKey, webhookSecret };
}

function fieldOf(text: string, name: string): unknown {
  try {
    return Object(JSON.parse(text))[name];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes the whole file durably or leaves the one that another process was quicker to write. */
async function writeOnce(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(unfinished, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
