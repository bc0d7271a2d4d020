import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCsv, aRow } from '../support/a-csv.ts';
import { commandFor, run, runBeside, surroundings } from '../support/command.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let folder: string;
/** What was started of the system, on a database of its own; it serves while films are imported. */
let cinema: RunningCinema;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cinema-'));
  cinema = await RunningCinema.start({ environment: { DEMO_CATALOGUE: 'off' } });
}, 60_000);
afterAll(async () => {
  await cinema.remove();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ DATA_DIR: cinema.dataDir });
const importMovies = (...args: string[]) => runBeside('cli', ['import-movies', ...args], environment());

/** A file of this content; gives its path. */
function aFile(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function totalItems(query: string): Promise<number> {
  const answer = await fetch(`${cinema.url}/api/v1/theater/movies/?${query}`);
  return answer.status === 404 ? 0 : JSON.parse(await answer.text()).total_items;
}

describe('importing films while the system runs', { timeout: 60_000 }, () => {
  it('is tried first, then done, and then nothing is left to do', async () => {
    const films = aCsv(aRow({ names: 'Heat' }), aRow({ names: 'Alien', country: 'XC' }), aRow({ names: 'HEAT' }));
    const path = aFile('films.csv', films);

    expect(await importMovies(path, '--dry-run')).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'Trying films …\nWould import 2 films, 1 there already\n',
    });
    expect(await totalItems('actor=Tessa Thompson')).toBe(0);

    expect(await importMovies(path)).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'Importing films …\nImported 2 films, 1 there already\n',
    });
    expect(await totalItems('actor=Tessa Thompson&genre=drama&language=English')).toBe(2);
    expect(await totalItems('country=XC')).toBe(1);

    expect(await importMovies(path)).toMatchObject({
      stdout: expect.stringContaining('Imported 0 films, 3 there already'),
    });
  });

  it('keeps rows that are no films in a file, which is mended and imported', async () => {
    const latin = Buffer.from('Amélie,04/25/2001\n', 'latin1');
    const path = aFile('mixed.csv', Buffer.concat([Buffer.from(aCsv(aRow({ names: 'Ran', date_x: '?' }))), latin]));
    const kept = join(folder, 'rejected.csv');

    expect(await importMovies(path, '--rejected', kept)).toEqual({
      code: 1,
      stdout: 'Importing films …\nImported 0 films, 2 rejected\n',
      stderr: `2 rows were rejected; ${kept} keeps them, to be mended and imported again.\n`,
    });
    const [header = '', ran = '', latinRow] = readFileSync(kept, 'utf8').split('\n');
    expect(ran).toMatch(/^2,"date_x: .*",Ran,\?,/);
    expect(latinRow).toBe('3,The row is not in UTF-8: save the whole file as UTF-8.,Amélie,04/25/2001');
    const asBefore = readFileSync(kept, 'utf8');
    expect(await importMovies(path, '--rejected', kept)).toMatchObject({ code: 1 });
    expect(readFileSync(kept, 'utf8')).toBe(asBefore);
    expect(await importMovies(aFile('good.csv', aCsv(aRow({ names: 'Kes' }))), '--rejected', kept)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Imported 1 film\n.*rejected\.csv holds rows of an earlier import\.\n$/),
    });
    expect(readFileSync(kept, 'utf8')).toBe(asBefore);
    const precious = aFile('precious.csv', aCsv(aRow()));
    expect(await importMovies(path, '--rejected', precious)).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `${precious} is there already, and holds no rejected rows: name another file.\n`,
    });

    aFile('mended.csv', `${header}\n${ran.replace('Ran,?', 'Ran,06/01/1985')}\n`);
    expect(await importMovies(join(folder, 'mended.csv'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Imported 1 film\n'),
    });
    expect(await totalItems('search=ran&year=1985')).toBe(1);
  });

  it('says after Ctrl-C as well where the rejected rows are', async () => {
    const kept = join(folder, 'early.csv');
    const command = commandFor('cli', ['import-movies', '-', '--rejected', kept]);
    const child = spawn(process.execPath, command, surroundings(environment()));
    const output = { out: '', err: '' };
    child.stdout.on('data', (data) => {
      output.out += data;
    });
    child.stderr.on('data', (data) => {
      output.err += data;
    });
    const rows = Array.from({ length: 59 }, (_, index) => aRow({ names: `Early ${index}` }));
    child.stdin.write(aCsv('x\n', ...rows));
    // Its first fifty rows are in; the others wait for what does not come.
    await eventually(async () => expect(output.out).toContain('Importing films'));
    child.kill('SIGINT');
    await once(child, 'close');

    expect([child.exitCode, output.err]).toEqual([130, '']);
    expect(output.out.split('\n').slice(1)).toEqual([
      'Imported 49 films, 1 rejected. It ended early: repeat it to go on from here.',
      `1 row was rejected; ${kept} keeps it, to be mended and imported again.`,
      '',
    ]);
    expect(readFileSync(kept, 'utf8').split('\n')[1]).toBe('2,"The row has 1 columns, not 12.",x');
  });

  it('shows the first of many rows that are no films', async () => {
    const path = aFile('bad.csv', aCsv(...Array.from({ length: 12 }, () => 'x\n')));
    const { code, stderr } = await importMovies(path, '--dry-run');
    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      '12 rows were rejected:',
      ...Array.from({ length: 10 }, (_, index) => `  line ${index + 2}: The row has 1 columns, not 12.`),
      '  … and 2 more',
      'With --rejected FILE they are kept, to be mended and imported again.',
      '',
    ]);
  });

  it('takes standard input, and a crew of actors alone', async () => {
    const films = aCsv(aRow({ names: 'Jaws', crew: 'Roy Scheider, Robert Shaw' }));
    const args = ['import-movies', '-', '--crew', 'plain'];
    expect(await runBeside('cli', args, environment(), films)).toMatchObject({ code: 0, stderr: '' });
    expect(await totalItems('actor=Robert Shaw')).toBe(1);
  });

  it('says in one line why there is nothing to be had', async () => {
    const films = aFile('one.csv', aCsv());
    expect(await importMovies(films)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Imported 0 films: there are no rows below the header\n'),
    });
    expect(await runBeside('cli', ['import-movies', '-'], environment(), 'title\n')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'Standard input is no list of films: its first line names no column "names" and "date_x".\n',
    });
    expect(await importMovies(films, '--rejected', films)).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `${films} is the file that is read: name another.\n`,
    });
    expect(await importMovies(films, '--rejected', join(folder, 'nowhere', 'rejected.csv'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/rejected\.csv cannot be written: there is no such folder\.\n$/),
    });
    expect(readFileSync(films, 'utf8')).toBe(aCsv());
  });
});

describe('the command that imports films', () => {
  it.each([
    [['import-movies'], 'FILE is missing.'],
    [['import-movies', 'one.csv', 'two.csv'], '"two.csv" is too much: there is one FILE.'],
    [['import-movies', 'one.csv', '--dryrun'], "Unknown option '--dryrun'."],
    [['import-movies', 'one.csv', '--crew', 'fancy'], '--crew takes plain, not "fancy".'],
    [['import-movies', 'one.csv', '--rejected'], "Option '--rejected <value>' argument missing."],
    [['import-movies', 'one.csv', '--rejected='], '--rejected takes the name of a file.'],
  ])('says what it does not understand of %j, and shows how it is used', (args, reason) => {
    const { stderr, ...rest } = run('cli', args, {});
    expect(rest).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n\n')).toEqual([
      reason,
      expect.stringMatching(/^Usage/),
      expect.stringContaining('--dry-run'),
    ]);
  });

  it('does not import in earnest where npm kept --dry-run for itself', () => {
    expect(run('cli', ['import-movies', aFile('dry.csv', aCsv())], { npm_config_dry_run: 'true' })).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringMatching(/^npm took --dry-run for itself: put -- before the command, as in .*\n\nUsage/),
    });
  });

  it('names columns that it does not know, and the fields of a film as the file does', async () => {
    const path = aFile('unknown.csv', 'names,date_x,Prices\n,1995-12-15,9.99\n');
    expect(await importMovies(path, '--dry-run')).toEqual({
      code: 1,
      stdout: 'Unknown columns, left out: Prices\nTrying films …\nWould import 0 films, 1 rejected\n',
      stderr: [
        '1 row was rejected:',
        '  line 2: names: A name cannot be empty or contain only spaces.',
        'With --rejected FILE it is kept, to be mended and imported again.',
        '',
      ].join('\n'),
    });
  });

  it('makes no database where there is none', () => {
    const dataDir = join(folder, 'data');
    expect(run('cli', ['import-movies', aFile('empty.csv', aCsv())], { DATA_DIR: dataDir })).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringMatching(/^There is no database at .*data\/cinema\.sqlite, .*migrate.*\n$/),
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('takes nothing into a database that is not up to date', () => {
    const dataDir = mkdtempSync(join(folder, 'old-'));
    writeFileSync(join(dataDir, 'cinema.sqlite'), '');
    expect(run('cli', ['import-movies', aFile('empty.csv', aCsv())], { DATA_DIR: dataDir })).toMatchObject({
      code: 1,
      stderr: 'The database is not up to date: run `npm run cinema -- migrate` first.\n',
    });
  });
});
