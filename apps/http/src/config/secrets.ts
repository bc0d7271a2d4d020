import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurablyOnce } from '@online-cinema/adapters/durable-files';
import { codeOf } from '@online-cinema/adapters/error-codes';
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
  const made = JSON.stringify(Object.fromEntries(names.map((name) => [name, newSecret()])), null, 2);
  await writeDurablyOnce(path, `${made}\n`).catch((error: unknown) => {
    // Another process was quicker: its secrets are everybody's.
    if (codeOf(error) !== 'EEXIST') throw error;
  });
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

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
