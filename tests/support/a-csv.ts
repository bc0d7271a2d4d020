import { type CsvInput, CsvMovies } from '@online-cinema/adapters/csv-movies';
import type { MovieRow, MovieSource } from '@online-cinema/application/ports';

/** That of the public file of films. */
export const HEADER =
  'names,date_x,score,genre,overview,crew,orig_title,status,orig_lang,budget_x,revenue,country'.split(',');

/** A row as that file has it, except for what is said. */
export function aRow(cells: Partial<Record<string, string>> = {}): string[] {
  const known: Partial<Record<string, string>> = {
    names: 'Creed III',
    date_x: '03/02/2023 ',
    score: '73.0',
    genre: 'Drama,\u00a0Action',
    overview: 'After dominating the boxing world, Adonis Creed has been thriving.',
    crew: 'Michael B. Jordan, Adonis Creed, Tessa Thompson, Bianca Taylor',
    orig_title: 'Creed III',
    status: ' Released',
    orig_lang: ' English',
    budget_x: '75000000.0',
    revenue: '271616668.0',
    country: 'AU',
    ...cells,
  };
  return HEADER.map((column) => known[column] ?? '');
}

/** As RFC 4180 has it; only what must be is quoted. */
export function csvLine(cells: readonly string[], lineBreak = '\n'): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? quotedCell(cell) : cell)).join(',') + lineBreak;
}

export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The header and these lines. */
export function aCsv(...lines: readonly (string | readonly string[])[]): string {
  return [HEADER, ...lines].map((line) => (typeof line === 'string' ? line : csvLine(line))).join('');
}

/** As a file is read: a part at a time. */
export function inputOf(content: string | Uint8Array, chunkSize = 64 * 1024): CsvInput {
  const bytes = Buffer.from(content);
  return { name: 'films.csv', size: bytes.length, bytes: chunksOf(bytes, chunkSize) };
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** What is read of a file. */
export async function rowsOf(
  content: string | Uint8Array,
  { crew = 'with characters', chunkSize }: { crew?: 'with characters' | 'plain'; chunkSize?: number } = {},
): Promise<MovieRow[]> {
  const source = await CsvMovies.open(inputOf(content, chunkSize), { crew, currency: 'USD' });
  return allOf(source);
}

/** Everything there is to be read. */
export async function allOf(source: MovieSource): Promise<MovieRow[]> {
  const rows: MovieRow[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}
