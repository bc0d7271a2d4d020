import type { Imported, SourceFile } from './source-files.ts';

/** A rule of the architecture: what it forbids, if anything, about one import of one file. */
export interface ImportRule {
  readonly name: string;
  forbids(file: string, imported: Imported): boolean;
}

/** Folders of the adapters that are no adapters, but what several of them share. They know no other folder. */
const sharedVocabularies = [
  'packages/adapters/src/durable-files/',
  'packages/adapters/src/error-codes/',
  'packages/adapters/src/jobs/',
  'packages/adapters/src/stripe-dialect/',
];

/** The adapters of what lies outside, chosen alike by the processes that compose themselves. */
const OUTSIDE = 'apps/http/src/outside.ts';

/**
 * How a process is configured, listens, logs, ends, keeps its files, says why it does not start, is asked about its health
 * and shows how far an import is, what it counts, and what it carries out: the same for all.
 */
const partsOfAProcess = [
  'apps/http/src/config.ts',
  'apps/http/src/config/',
  'apps/http/src/health-checks.ts',
  'apps/http/src/import-progress.ts',
  'apps/http/src/jobs.ts',
  'apps/http/src/listen.ts',
  'apps/http/src/log-alarms.ts',
  'apps/http/src/look-at-services.ts',
  'apps/http/src/logger.ts',
  'apps/http/src/metrics.ts',
  OUTSIDE,
  'apps/http/src/plugins/errors.ts',
  'apps/http/src/outlive-readers.ts',
  'apps/http/src/plugins/health.ts',
  'apps/http/src/plugins/metrics.ts',
  'apps/http/src/ports.ts',
  'apps/http/src/private-files.ts',
  'apps/http/src/readings.ts',
  'apps/http/src/schedules.ts',
  'apps/http/src/shutdown.ts',
  'apps/http/src/start-refused.ts',
  'apps/http/src/version.ts',
  'apps/http/src/why-not.ts',
  'apps/http/src/work-to-do.ts',
];

/** The rules of architecture.md, as far as a single import can break them. */
export const importRules: readonly ImportRule[] = [
  {
    name: 'the domain imports nothing outside itself, not even Node',
    forbids: (file, imported) => inDomain(file) && !(imported.kind === 'file' && inDomain(imported.path)),
  },
  {
    name: 'the application imports the domain alone: no adapter, no framework, no Node',
    forbids: (file, imported) =>
      inApplication(file) && !(imported.kind === 'file' && (inApplication(imported.path) || inDomain(imported.path))),
  },
  {
    name: 'an adapter knows ports and the domain, never a use case or an app',
    forbids: (file, imported) =>
      inAdapters(file) &&
      imported.kind === 'file' &&
      !(inAdapters(imported.path) || inDomain(imported.path) || isPort(imported.path)),
  },
  {
    name: 'an adapter never imports another adapter',
    forbids: (file, imported) =>
      inAdapters(file) &&
      imported.kind === 'file' &&
      inAdapters(imported.path) &&
      folderOf(file) !== folderOf(imported.path) &&
      !sharedVocabularies.includes(folderOf(imported.path)),
  },
  {
    name: 'an app chooses adapters in its composition.ts alone, and those that compositions share in outside.ts',
    forbids: (file, imported) =>
      inApps(file) &&
      !isComposition(file) &&
      file !== OUTSIDE &&
      imported.kind === 'file' &&
      inAdapters(imported.path) &&
      !sharedVocabularies.includes(folderOf(imported.path)),
  },
  {
    name: 'composition.ts is the only file that knows tsyringe and reflect-metadata',
    forbids: (file, imported) =>
      !isComposition(file) && imported.kind === 'package' && ['tsyringe', 'reflect-metadata'].includes(imported.name),
  },
  {
    name: 'an app imports nothing of another app but what every process is made of',
    forbids: (file, imported) =>
      inApps(file) &&
      imported.kind === 'file' &&
      inApps(imported.path) &&
      appOf(file) !== appOf(imported.path) &&
      !partsOfAProcess.some((part) => imported.path.startsWith(part)),
  },
  {
    name: 'nothing that is delivered imports a test or a script',
    forbids: (_file, imported) =>
      imported.kind === 'file' && (imported.path.startsWith('tests/') || imported.path.startsWith('scripts/')),
  },
  {
    name: 'a part of Node is imported by its full name',
    forbids: (_file, imported) => imported.kind === 'node' && !imported.name.startsWith('node:'),
  },
];

/** Every break of a rule, as "file → import". */
export function breaks({ forbids }: ImportRule, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((imported) => forbids(path, imported)).map((imported) => `${path} → ${nameOf(imported)}`),
  );
}

/** The first cycle found among the files, from a file back to itself; empty where there is none. */
export function findCycle(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports.flatMap(pathOf)]));
  const cleared = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (cleared.has(path)) return [];
    for (const next of importsOf.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    cleared.add(path);
    return [];
  };
  return [...importsOf.keys()].reduce<string[]>((found, path) => (found.length > 0 ? found : visit(path, [])), []);
}

/** Index files that only pass on other index files. */
export function barrelsOfBarrels(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, reexports }) =>
    path.endsWith('/index.ts')
      ? reexports.flatMap(pathOf).flatMap((target) => (target.endsWith('/index.ts') ? [`${path} → ${target}`] : []))
      : [],
  );
}

function pathOf(imported: Imported): string[] {
  return imported.kind === 'file' ? [imported.path] : [];
}

function nameOf(imported: Imported): string {
  return imported.kind === 'file' ? imported.path : imported.name;
}

function inDomain(path: string): boolean {
  return path.startsWith('packages/domain/');
}

function inApplication(path: string): boolean {
  return path.startsWith('packages/application/');
}

function isPort(path: string): boolean {
  return path.startsWith('packages/application/src/ports/');
}

function inAdapters(path: string): boolean {
  return path.startsWith('packages/adapters/');
}

/** The folder of an adapter, such as `packages/adapters/src/smtp/`. */
function folderOf(path: string): string {
  return `${path.split('/').slice(0, 4).join('/')}/`;
}

function inApps(path: string): boolean {
  return path.startsWith('apps/');
}

function appOf(path: string): string | undefined {
  return path.split('/')[1];
}

function isComposition(path: string): boolean {
  return /^apps\/[^/]+\/src\/composition\.ts$/.test(path);
}
