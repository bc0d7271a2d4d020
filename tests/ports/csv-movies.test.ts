import { CsvMovies } from '@online-cinema/adapters/csv-movies';
import type { MovieRow } from '@online-cinema/application/ports';
import type { MovieFacts } from '@online-cinema/domain/catalogue';
import { describe, expect, it } from 'vitest';
import { aCsv, allOf, aRow, csvLine, HEADER, inputOf, quotedCell, rowsOf } from '../support/a-csv.ts';

const open = (content: string | Uint8Array) =>
  CsvMovies.open(inputOf(content), { crew: 'with characters', currency: 'USD' });

/** The one film of a file with one row. */
async function film(cells: Partial<Record<string, string>>, crew?: 'plain'): Promise<MovieFacts> {
  const [row, ...others] = await rowsOf(aCsv(aRow(cells)), { ...(crew && { crew }) });
  if (row === undefined || !('facts' in row) || others.length > 0) throw new Error(`No film: ${JSON.stringify(row)}`);
  return row.facts;
}

async function fault(cells: Partial<Record<string, string>>): Promise<string> {
  const [row] = await rowsOf(aCsv(aRow(cells)));
  if (row === undefined || !('fault' in row)) throw new Error(`Taken: ${JSON.stringify(row)}`);
  return row.fault;
}

/** Line by line the title, or what is wrong. */
function outline(rows: readonly MovieRow[]): (readonly [line: number, what: string])[] {
  return rows.map((row) => [row.line, 'facts' in row ? row.facts.name : row.fault]);
}

describe('a film of a CSV file', () => {
  it('says what its row says', async () => {
    expect(await film({})).toEqual({
      name: 'Creed III',
      date: '2023-03-02',
      year: 2023,
      time: null,
      score: 73,
      imdb: null,
      votes: null,
      metaScore: null,
      overview: 'After dominating the boxing world, Adonis Creed has been thriving.',
      description: null,
      status: 'Released',
      budget: 75_000_000,
      revenue: 271_616_668,
      gross: null,
      price: null,
      genres: ['Drama', 'Action'],
      directors: [],
      languages: ['English'],
      cast: [
        { name: 'Michael B. Jordan', character: 'Adonis Creed', isStar: false },
        { name: 'Tessa Thompson', character: 'Bianca Taylor', isStar: false },
      ],
      country: { code: 'AU', name: 'Australia' },
      certification: null,
    });
  });

  it('may be nothing but a name and a date', async () => {
    const nothing = { score: '', genre: '', overview: ' ', crew: '', status: '', orig_lang: '', budget_x: '' };
    expect(await film({ ...nothing, revenue: '', country: '', date_x: '1999-03-31' })).toMatchObject({
      ...{ name: 'Creed III', date: '1999-03-31', score: null, overview: null, status: 'Released' },
      ...{ genres: [], languages: [], cast: [], budget: null, revenue: null, country: null },
    });
  });

  it.each([
    ['03/02/2023 ', '2023-03-02'],
    ['3/2/2023', '2023-03-02'],
    ['2023-03-02', '2023-03-02'],
    [' 12/31/1999', '1999-12-31'],
  ])('is of the date "%s" in the month that stands first', async (date_x, date) => {
    expect(await film({ date_x })).toMatchObject({ date, year: Number(date.slice(0, 4)) });
  });

  it.each([
    ['one language', ' English', ['English']],
    ['two names of one language', ' Spanish, Castilian', ['Spanish', 'Castilian']],
    ['none', ', ,', []],
  ])('has %s', async (_, orig_lang, languages) => {
    expect((await film({ orig_lang })).languages).toEqual(languages);
  });

  it.each<[string, string, [string, string | null][]]>([
    [
      'pairs',
      'Al Pacino, Hanna, Val Kilmer, Chris',
      [
        ['Al Pacino', 'Hanna'],
        ['Val Kilmer', 'Chris'],
      ],
    ],
    ['a character of several names', 'Ann, Self / Narrator (voice)', [['Ann', 'Self / Narrator (voice)']]],
    [
      'a last one without character',
      'Al Pacino, Hanna, Val Kilmer',
      [
        ['Al Pacino', 'Hanna'],
        ['Val Kilmer', null],
      ],
    ],
    [
      'one in the middle without character',
      'Al Pacino, , Val Kilmer, Chris',
      [
        ['Al Pacino', null],
        ['Val Kilmer', 'Chris'],
      ],
    ],
    ['a character that nobody plays', ', Hanna, Val Kilmer, Chris', [['Val Kilmer', 'Chris']]],
    ['nobody', '', []],
  ])('has a cast of %s', async (_, crew, cast) => {
    expect((await film({ crew })).cast.map(({ name, character }) => [name, character])).toEqual(cast);
  });

  it('has a cast of actors alone where the file is said to list nobody else', async () => {
    const { cast } = await film({ crew: 'Al Pacino, Robert De Niro,, Val Kilmer' }, 'plain');
    expect(cast.map(({ name, character }) => [name, character])).toEqual([
      ['Al Pacino', null],
      ['Robert De Niro', null],
      ['Val Kilmer', null],
    ]);
  });

  it.each([
    ['post production', 'Post Production'],
    [' In Production', 'In Production'],
  ])('has the status "%s" in any case', async (status, known) => {
    expect((await film({ status })).status).toBe(known);
  });

  it.each([
    ['su', 'SU'],
    ['xc', 'XC'],
    ['AUS', 'AU'],
  ])('comes from "%s", also a country that is no more', async (country, code) => {
    expect((await film({ country })).country?.code).toBe(code);
  });

  it.each<[string, Partial<Record<string, string>>, RegExp]>([
    ['a date of no form', { date_x: 'tomorrow' }, /^date_x: "tomorrow" is no date/],
    ['no date', { date_x: ' ' }, /^date_x: There is no date/],
    ['the day first', { date_x: '2.3.2023' }, /^date_x: /],
    ['a day that there is not', { date_x: '13/45/2020' }, /^date_x: "13\/45\/2020" is no date: it takes MM\/DD\/YYYY/],
    ['no such day in ISO', { date_x: '2023-02-30' }, /^date_x: "2023-02-30" is no date/],
    ['a score in words', { score: 'good' }, /^score: "good" is no number\.$/],
    ['a number as computers have it', { budget_x: '0x10' }, /^budget_x: "0x10"/],
    ['commas in a number', { revenue: '1,000' }, /^revenue: /],
    ['an unknown status', { status: 'Rumoured' }, /^status: "Rumoured" .*Released, Post Production, In Production/],
    ['an unknown country', { country: 'Mars' }, /^country: "Mars" /],
    ['a NUL in a date', { date_x: '03/02/2023\0' }, /^date_x: "03\/02\/2023\uFFFD"/],
    ['keys to a terminal', { country: '\u001b[2J\u009b' }, /^country: "\uFFFD\[2J\uFFFD"/],
    ['two faults', { score: 'a', revenue: 'b' }, /^score: .*; revenue: /],
  ])('is none with %s', async (_, cells, reason) => {
    expect(await fault(cells)).toMatch(reason);
  });

  it('is read in no time however long a number goes on', async () => {
    expect(await fault({ budget_x: `${'1'.repeat(60_000)}x` })).toMatch(/^budget_x: "1{40}…"/);
  });

  it('leaves to the domain what is beyond bounds', async () => {
    expect(await film({ budget_x: '1e400' })).toMatchObject({ budget: Number.POSITIVE_INFINITY });
  });

  it('has a price where the file has one', async () => {
    const priced = (...prices: string[]) =>
      `names,date_x,price\n${prices.map((price) => `Heat,1995-12-15,${price}\n`).join('')}`;
    expect(await rowsOf(priced('9.99', '', '9.999', '-1'))).toMatchObject([
      { facts: { price: { minor: 999, currency: 'USD' } } },
      { facts: { price: null } },
      { fault: expect.stringMatching(/^price: "9\.999" is no price/) },
      { fault: expect.stringMatching(/^price: "-1"/) },
    ]);
  });
});

describe('a CSV file of films', () => {
  it('has its columns in any order and case, with others among them', async () => {
    const rows = await rowsOf('rank, Date_X ,names,names_2\n1,1995-12-15,Heat,x\n');
    expect(rows).toMatchObject([
      { line: 2, facts: { name: 'Heat', year: 1995 }, raw: ['1', '1995-12-15', 'Heat', 'x'] },
    ]);
  });

  it('tells which of its columns say nothing of a film, so far as is known', async () => {
    const source = await open('line,reason,names,Date_X,crew,Prices ,orig_title,,rank\n');
    expect(source.unknownColumns).toEqual(['Prices', 'rank']);
    expect((await open(aCsv())).unknownColumns).toEqual([]);
  });

  it('tells what its columns call the fields of a film, for what the domain says of them', async () => {
    const [row] = await rowsOf(aCsv(aRow()));
    expect(row).toMatchObject({ called: { name: 'names', date: 'date_x', actors: 'crew', languages: 'orig_lang' } });
  });

  it('tells how much of it was read', async () => {
    const source = await open(aCsv(aRow(), aRow()));
    await allOf(source);
    expect(source.size).toBe(Buffer.byteLength(aCsv(aRow(), aRow())));
    expect(source.position).toBe(source.size);
    expect(source.columns).toEqual(HEADER);
  });

  it.each(['\n', '\r\n', '\r'])('has lines that end with %j, also within cells, and is told by lines', async (end) => {
    const one = aRow({ overview: `One${end}two${end}three` });
    const file = [HEADER, one, aRow({ names: 'Heat' })].map((cells) => csvLine(cells, end)).join('');
    const rows = await rowsOf(`\ufeff${file}${end}${csvLine(aRow({ names: 'Alien' }), '')}`);
    expect(outline(rows)).toEqual([
      [2, 'Creed III'],
      [5, 'Heat'],
      [7, 'Alien'],
    ]);
    expect(rows[0]).toMatchObject({ facts: { overview: `One${end}two${end}three` } });
  });

  it('may have every cell quoted, and quotes within plain cells', async () => {
    const quoted = aRow({ names: 'The "Heat"', overview: '' }).map(quotedCell).join(',');
    const rows = await rowsOf(`${HEADER.map(quotedCell).join(',')}\n${quoted}\nThe "Heat"${',2'.repeat(11)}\n`);
    expect(outline(rows)[0]).toEqual([2, 'The "Heat"']);
    expect(rows[1]?.raw).toEqual(['The "Heat"', ...Array(11).fill('2')]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /it is empty/],
    ['empty lines', '\n\r\n\n', /it is empty/],
    ['another header', 'title,year\nHeat,1995\n', /no column "names" and "date_x"/],
    ['no date', 'names,score\nHeat,80\n', /no column "date_x"/],
    [
      'semicolons',
      'names;"date_x";crew, all\nHeat;1995-12-15\n',
      /"date_x"; it seems to be separated by semicolons: save it/,
    ],
    ['tabs', 'Names\tdate_x\nHeat\t1995-12-15\n', /separated by tabs: save it with commas\.$/],
    ['a line for spreadsheets', 'sep=,\nnames,date_x\n', /remove that line, which says how the cells are separated/],
    ['a column twice', 'names,date_x,names\n', /the column "names" twice/],
    ['UTF-16', Buffer.from(`\ufeff${aCsv(aRow())}`, 'utf16le'), /UTF-16/],
    ['UTF-16 without mark', Buffer.from(aCsv(aRow()), 'utf16le'), /UTF-16/],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${aCsv(aRow())}`, 'utf16le').swap16(), /UTF-16/],
    [
      'a header that is no UTF-8',
      Buffer.from('names,date_x,é\n', 'latin1'),
      /first line is not in UTF-8; save the file as UTF-8/,
    ],
    ['a header without end', 'names,date_x,'.repeat(100_000), /longer than 256 KB/],
    ['a header that is never closed', 'names,"date_x\n', /A quoted cell is never closed/],
  ])('is refused in one line if it has %s', async (_, content, reason) => {
    const message = await open(content).then(
      () => 'opened',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(message).toMatch(reason);
    expect(message).toMatch(/^films\.csv is no list of films: [^\n]*[^.]\.$/);
  });
});

describe('a broken row of a CSV file', () => {
  const good = csvLine(aRow({ names: 'Good' }));
  const megabyte = 'x'.repeat(1024 * 1024);

  it.each<[string, string | Uint8Array, RegExp]>([
    ['has too few columns', 'Heat,12/15/1995\n', /^The row has 2 columns, not 12\.$/],
    ['has too many columns', `${'x,'.repeat(12)}x\n`, /^The row has 13 columns, not 12\.$/],
    ['has a quote that never closes', 'Heat,"12/15/1995\n', /quote/],
    ['goes on after a quote', 'Heat,"12/15/1995"!\n', /^A quoted cell goes on after its closing quote\.$/],
    ['has spaces after a quote', '"Heat" ,12/15/1995\n', /closing quote/],
    ['has a plain cell of a megabyte', `Heat,${megabyte}\n`, /^The row is longer than 256 KB\.$/],
    ['has a quoted cell of a megabyte', `Heat,"${megabyte}"\n`, /^A quoted cell is still open after 64 KB\.$/],
    [
      'is not in UTF-8',
      Buffer.from(csvLine(aRow({ names: 'Amélie' })), 'latin1'),
      /^The row is not in UTF-8: save the/,
    ],
    [
      'is UTF-8 cut short',
      Buffer.from(csvLine(aRow({ names: 'é' }))).subarray(1),
      /^The row is not in UTF-8: save the/,
    ],
    ['is zeros', '\0'.repeat(100).concat('\n'), /^The row has 1 columns, not 12\.$/],
    ['has many lines and too few columns', 'Heat,"a\nb"\n', /^The row spans several lines/],
  ])('costs only itself if it %s', async (_, row, reason) => {
    const file = Buffer.concat([aCsv(good), row, good, good].map((part) => Buffer.from(part)));
    for (const chunkSize of [64 * 1024, 1000]) {
      const rows = await rowsOf(file, { chunkSize });
      const films = rows.filter((found) => 'facts' in found);
      expect(films).toHaveLength(3);
      expect(outline(rows)[1]).toEqual([3, expect.stringMatching(reason)]);
    }
  });

  it('costs no film after it by a quote that is open to the end of the file', async () => {
    const rows = await rowsOf(aCsv(good, 'Heat,"12/15\n', good.replaceAll('"', ''), 'x,1\n'));
    expect(outline(rows).slice(0, 2)).toEqual([
      [2, 'Good'],
      [3, expect.stringContaining('quote')],
    ]);
    expect(rows).toHaveLength(4);
  });

  it('with a quote that closes in a later row does not take that one along', async () => {
    const later = csvLine(aRow({ names: 'Later', genre: ', Drama' }));
    expect(outline(await rowsOf(aCsv('Heat,"12/15/1995\n', later, good)))).toEqual([
      [2, expect.stringContaining('several lines')],
      [3, 'Later'],
      [4, 'Good'],
    ]);
  });

  it('shows what stands there: its cells, or else its line', async () => {
    const latin = Buffer.from('Amélie,1\n', 'latin1');
    const rows = await rowsOf(Buffer.concat([Buffer.from(aCsv('a,"b,b"\n', 'c,"d"e\n')), latin]));
    expect(rows.map(({ raw }) => raw)).toEqual([['a', 'b,b'], 'c,"d"e', ['Amélie', '1']]);
  });

  it('is not kept beyond its first 256 KB', async () => {
    const [row] = await rowsOf(aCsv(`${megabyte}${megabyte}\n`));
    expect(row?.raw).toHaveLength(256 * 1024);
  });
});
