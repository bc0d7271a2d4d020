import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CsvMovies, csvFile, isSameFile, RejectedRowsFile } from '@online-cinema/adapters/csv-movies';
import type { MovieRow } from '@online-cinema/application/ports';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCsv, allOf, aRow, csvLine, inputOf } from '../support/a-csv.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cinema-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reading = { crew: 'with characters', currency: 'USD' } as const;

/** Reads a file to its end and keeps what is no film; gives what was read, and what was kept. */
async function read(content: string | Uint8Array): Promise<{ rows: MovieRow[]; kept: string }> {
  const films = await CsvMovies.open(inputOf(content), reading);
  const path = join(folder, 'rejected.csv');
  rmSync(path, { force: true });
  const file = await RejectedRowsFile.at(path, films.columns);
  const rows = await allOf(films);
  for (const row of rows) if ('fault' in row) await file.add({ ...row, reason: row.fault });
  await file.close();
  return { rows, kept: existsSync(path) ? readFileSync(path, 'utf8') : '' };
}

describe('the file of rejected rows', () => {
  it('has line and reason before each row, under the names of its columns', async () => {
    const { kept } = await read('names,date_x,rank\n"Heat, the film",tomorrow,1\nAlien,1979-05-25,2\n,"x\n');
    expect(kept).toBe(
      [
        'line,reason,names,date_x,rank\n',
        '2,"date_x: ""tomorrow"" is no date: it takes MM/DD/YYYY or YYYY-MM-DD.","Heat, the film",tomorrow,1\n',
        '4,A quoted cell is never closed.,",""x"\n',
      ].join(''),
    );
  });

  it('is imported again when it is mended, by the same importer', async () => {
    const bad = aRow({ names: 'Heat', date_x: '13/15/19955' });
    const { kept } = await read(aCsv(aRow(), bad));
    expect((await read(kept.replaceAll('13/15/19955', '12/15/1995'))).rows).toMatchObject([
      { line: 2, facts: { name: 'Heat', date: '1995-12-15' } },
    ]);
  });

  it('has the reason of the last time only, however often a row is rejected', async () => {
    const once = await read('names,date_x\nHeat,?\nAlien\n');
    const twice = await read(once.kept);
    expect(twice.kept).toBe(once.kept.replace('has 1 columns, not 2', 'has 3 columns, not 4'));
    expect(twice.rows.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('is not made where every row was a film', async () => {
    expect((await read(aCsv(aRow()))).kept).toBe('');
  });

  it('is imported as it is where rows were only not in UTF-8', async () => {
    const { kept } = await read(Buffer.from('names,date_x\nAmélie,2001-04-25\n', 'latin1'));
    expect((await read(kept)).rows).toMatchObject([{ facts: { name: 'Amélie', date: '2001-04-25' } }]);
  });

  it('takes the place of rows rejected before and of an empty file, and of nothing else', async () => {
    const path = join(folder, 'there.csv');
    for (const earlier of ['', 'line,reason,names\n2,No.,Ran\n']) {
      writeFileSync(path, earlier);
      const file = await RejectedRowsFile.at(path, ['names']);
      expect(readFileSync(path, 'utf8')).toBe(earlier);
      expect(file.holdsEarlierRows).toBe(earlier !== '');
      await file.add({ line: 3, reason: 'No date.', raw: ['Heat'] });
      await file.close();
      expect(file.holdsEarlierRows).toBe(false);
      expect(readFileSync(path, 'utf8')).toBe('line,reason,names\n3,No date.,Heat\n');
      if (earlier !== '') expect(readFileSync(`${path}~`, 'utf8')).toBe(earlier);
    }
    writeFileSync(path, 'names\nHeat\n');
    const refusal = 'is there already, and holds no rejected rows: name another file.';
    await expect(RejectedRowsFile.at(path, ['names'])).rejects.toThrow(`${path} ${refusal}`);
    await expect(RejectedRowsFile.at(folder, ['names'])).rejects.toThrow(`${folder} ${refusal}`);
  });

  it('takes the place of no file that came meanwhile', async () => {
    const path = join(folder, 'late.csv');
    const file = await RejectedRowsFile.at(path, ['names']);
    writeFileSync(path, 'precious');
    await expect(file.add({ line: 2, reason: 'No.' })).rejects.toThrow(
      `${path} cannot be written: somebody has made it meanwhile.`,
    );
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it.each([
    ['nowhere/rejected.csv', 'there is no such folder'],
    ['a-file/rejected.csv', 'a part of its path is a file'],
  ])('that cannot be made at %s is told in words before anything is read', async (place, reason) => {
    writeFileSync(join(folder, 'a-file'), '');
    const path = join(folder, place);
    await expect(RejectedRowsFile.at(path, ['names'])).rejects.toThrow(`${path} cannot be written: ${reason}.`);
  });

  it('rejects every row again until it is mended, whatever stands there', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\0', ' ', 'é'), maxLength: 60 });
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      text.map((written) => new Uint8Array(Buffer.from(written))),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        const file = Buffer.concat([Buffer.from('names,date_x\n'), bytes]);
        const { rows, kept } = await read(file);
        const again = rows.length === 0 ? { rows } : await read(kept);
        expect(again.rows).toHaveLength(rows.length);
        expect(again.rows.every((row) => 'fault' in row)).toBe(true);
      }),
    );
  });
});

describe('a file of films', () => {
  const open = async (path: string, signal = new AbortController().signal) =>
    CsvMovies.open(await csvFile(path, signal), reading);

  it('is read from the disk, and knows its size', async () => {
    const path = join(folder, 'films.csv');
    writeFileSync(path, aCsv(aRow()));
    const films = await open(path);
    expect(await allOf(films)).toMatchObject([{ line: 2, facts: { name: 'Creed III' } }]);
    const size = Buffer.byteLength(aCsv(aRow()));
    expect([films.name, films.size, films.position]).toEqual([path, size, size]);
  });

  it('that cannot be read is told in one line', async () => {
    const nowhere = join(folder, 'nowhere.csv');
    await expect(open(nowhere)).rejects.toThrow(`${nowhere} cannot be read: there is no such file.`);
    await expect(open(folder)).rejects.toThrow(`${folder} cannot be read: it is a folder.`);
  });

  it('is read no further once nobody wants more of it', async () => {
    const path = join(folder, 'many.csv');
    writeFileSync(path, aCsv(...Array.from({ length: 2000 }, () => csvLine(aRow()))));
    const stop = new AbortController();
    const films = await open(path, stop.signal);
    let rows = 0;
    const reading = (async () => {
      for await (const _ of films.rows()) {
        rows += 1;
        stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow('abort');
    expect(rows).toBeLessThan(2000);
  });

  it('is known by another name', async () => {
    const path = join(folder, 'one.csv');
    writeFileSync(path, '');
    expect(await isSameFile(path, join(folder, '.', 'one.csv'))).toBe(true);
    expect(await isSameFile(path, folder)).toBe(false);
    expect(await isSameFile(path, join(folder, 'nowhere.csv'))).toBe(false);
  });
});
