import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { ROOT, readDockerfile, type Stage } from './dockerfile.ts';
import { machineEnvironment } from './machine-environment.ts';

/**
 * Carries out the steps of a stage of the Dockerfile in an empty folder, which stands for its `/app`, on this machine's
 * Node: copies what .dockerignore lets through and runs what is to be run.
 */
export function buildImage(target: string, folder: string): void {
  buildStage(target, folder, readDockerfile());
}

function buildStage(target: string, folder: string, stages: readonly Stage[]): void {
  const stage = stages.find(({ name }) => name === target);
  // An image from elsewhere: this machine is in its place.
  if (stage === undefined) return;
  buildStage(stage.from, folder, stages);
  for (const { word, rest } of stage.instructions) {
    if (word === 'COPY') copy(rest, folder, stages);
    else if (word === 'RUN') run(rest, folder);
    else if (!['WORKDIR', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'].includes(word)) {
      throw new Error(`Not known how to carry out: ${word} ${rest}`);
    }
  }
}

function copy(rest: string, folder: string, stages: readonly Stage[]): void {
  const [, other] = /^--from=(\S+) \/app \/app$/.exec(rest) ?? [];
  if (other !== undefined) buildStage(other, folder, stages);
  else {
    const sources = rest.split(' ');
    const destination = sources.pop() ?? '';
    for (const source of sources) copyFromContext(source, destination, folder);
  }
}

/** As Docker does: a folder's contents go into the destination, a file into it if it ends with a slash. */
function copyFromContext(source: string, destination: string, folder: string): void {
  const files = context().filter((path) => source === '.' || path === source || path.startsWith(`${source}/`));
  if (files.length === 0) throw new Error(`.dockerignore leaves nothing of ${source}`);
  for (const file of files) {
    const isFolder = file !== source;
    const target = isFolder
      ? join(folder, destination, source === '.' ? file : file.slice(source.length))
      : join(folder, destination, destination.endsWith('/') ? file.slice(file.lastIndexOf('/') + 1) : '');
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(ROOT, file), target);
  }
}

function run(command: string, folder: string): void {
  try {
    execFileSync('sh', ['-ec', command], {
      cwd: folder,
      env: machineEnvironment(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Error(`RUN ${command}\n${Object(error).stdout}\n${Object(error).stderr}`);
  }
}

/** Every file that Docker would send to the build. */
function context(): readonly string[] {
  const rules = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const isLeftOut = (path: string) => {
    const verdict = rules.findLast((rule) => coversOrItsFolder(rule.replace(/^!/, ''), path));
    return verdict !== undefined && !verdict.startsWith('!');
  };
  const tops = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
  return tops
    .filter((top) => existsSync(join(ROOT, top)))
    .flatMap((top) => (statSync(join(ROOT, top)).isDirectory() ? filesIn(top) : [top]))
    .filter((path) => !isLeftOut(path));
}

function filesIn(folder: string): readonly string[] {
  return globSync(`${folder}/**`, { cwd: ROOT, exclude: (path) => path.includes('node_modules') }).filter((path) =>
    statSync(join(ROOT, path)).isFile(),
  );
}

function coversOrItsFolder(rule: string, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, depth) => matchesGlob(parts.slice(0, depth + 1).join('/'), rule));
}
