import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VegaMovies } from '@online-cinema/adapters/vega-movies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvLine, HEADER } from '../support/a-csv.ts';
import { commandFor, run, surroundings } from '../support/command.ts';
import { aPlaceFor, DATABASES, type Place } from '../support/database.ts';
import { eventually } from '../support/running-cinema.ts';
import { hasTerminals, Terminal } from '../support/terminal.ts';

const FILMS = 36_000;
/** Rows that are no films, by the film after which they stand. */
const BROKEN = new Map<number, string | Buffer>([
  [1_000, 'Heat,"12/15/1995\n'],
  [2_000, 'Heat,13/45/1995\n'],
  [3_000, `${'x'.repeat(1024 * 1024)}\n`],
  [4_000, Buffer.from(`Amélie${','.repeat(11)}\n`, 'latin1')],
  [5_000, `\0${','.repeat(11)}\n`],
]);

let folder: string;
let file: string;
/** Its first lines alone. */
let beginning: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cinema-'));
  file = join(folder, 'films.csv');
  const films = await manyFilms();
  writeFileSync(file, films);
  beginning = join(folder, 'beginning.csv');
  writeFileSync(beginning, films.subarray(0, films.indexOf('\n', 4_000) + 1));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real titles, again and again with a number, as the public file writes its films; broken rows among them. */
async function manyFilms(): Promise<Buffer> {
  const titles: { name: string; date: string | null }[] = [];
  for await (const row of new VegaMovies('USD').rows()) if ('facts' in row) titles.push(row.facts);
  const parts = [Buffer.from(csvLine(HEADER))];
  for (let index = 0; index < FILMS; index += 1) {
    const { name, date } = titles[index % titles.length] ?? { name: '', date: null };
    const [year, month, day] = (date ?? '').split('-');
    const copy = Math.floor(index / titles.length);
    const title = copy === 0 ? name : `${name} ${copy + 1}`;
    const cast = Array.from(
      { length: 8 },
      (_, place) => `Actor ${(index * 7 + place * 13) % 9_000}, Character ${place}`,
    );
    const overview = `${title} is a film of ${year}, "${'of which much can be said, '.repeat(10)}".`;
    const [genre, language] = [`Drama,\u00a0Genre ${index % 20}`, ' Spanish, Castilian'];
    const cells = [title, `${month}/${day}/${year} `, `${index % 101}.0`, genre, overview, cast.join(', '), title];
    parts.push(Buffer.from(csvLine([...cells, ' Released', language, '75000000.0', '271616668.0', 'AU'])));
    parts.push(Buffer.from(BROKEN.get(index) ?? ''));
  }
  return Buffer.concat(parts);
}

describe.each(DATABASES)('a file of 36,000 films on %s', { timeout: 600_000 }, (name) => {
  let place: Place;
  beforeAll(async () => {
    place = await aPlaceFor(name);
    expect(run('cli', ['migrate'], { DATABASE_URL: place.url })).toMatchObject({ code: 0 });
  });
  afterAll(() => place.stop());

  /** Begins the command, and goes on. */
  function begin(...args: string[]): ChildProcess {
    const { cwd, env } = surroundings({ DATABASE_URL: place.url });
    return spawn(process.execPath, commandFor('cli', ['import-movies', ...args]), { cwd, env });
  }

  async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string }> {
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    await once(child, 'close');
    return { code: child.exitCode, stdout };
  }

  it('is left in the middle by Ctrl-C, and goes on from there when it is imported again', async () => {
    const child = begin(file);
    const end = ended(child);
    await eventually(async () => {
      const { stdout } = await ended(begin(beginning, '--dry-run'));
      if (!stdout.includes('Would import 0 films')) throw new Error('The first films are not there yet');
    });
    child.kill('SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    const [, added = ''] = /Imported ([\d,]+) films.*ended early/.exec(stdout) ?? [];
    const before = Number(added.replaceAll(',', ''));
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(FILMS);

    const rejected = join(folder, `rejected-${name}.csv`);
    const again = await ended(begin(file, '--rejected', rejected));
    expect(again.code).toBe(1);
    const rest = (FILMS - before).toLocaleString('en');
    expect(again.stdout).toContain(`Imported ${rest} films, ${before.toLocaleString('en')} there already, 5 rejected`);
    const kept = readFileSync(rejected, 'utf8').split('\n');
    expect(kept.slice(1, -1).map((line) => Number.parseInt(line, 10))).toEqual([1_003, 2_004, 3_005, 4_006, 5_007]);
  });

  it('is all there then', async () => {
    expect(await ended(begin(file, '--dry-run'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Would import 0 films, 36,000 there already, 5 rejected'),
    });
  });

  it.skipIf(!hasTerminals)('shows a bar on a terminal (which takes the program `script` of util-linux)', async () => {
    const terminal = new Terminal(['import-movies', file, '--dry-run'], { DATABASE_URL: place.url });
    await terminal.shows('100%, 36,005 rows');
    expect(await terminal.end()).toBe(1);
    expect(terminal.shown).toMatch(/Trying films +\S* +\d+%, [\d,]+ rows/);
    expect(terminal.shown).toContain('Would import 0 films');
  });
});
