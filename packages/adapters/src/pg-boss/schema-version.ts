import { SchemaTooNew } from '@online-cinema/application/ports';
import type { PgBoss } from 'pg-boss';
import manifest from 'pg-boss/package.json' with { type: 'json' };

const KNOWN = manifest.pgboss.schema;

/** The schema that is there; null without pg-boss. @throws SchemaTooNew */
export async function versionThere(boss: PgBoss): Promise<number | null> {
  const version = (await boss.isInstalled()) ? await boss.schemaVersion() : null;
  if (version !== null && version > KNOWN) throw new SchemaTooNew('pg-boss', version, KNOWN);
  return version;
}

/** Whether the schema is that of this pg-boss. @throws SchemaTooNew */
export async function isOfThisVersion(boss: PgBoss): Promise<boolean> {
  return (await versionThere(boss)) === KNOWN;
}
