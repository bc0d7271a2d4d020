import { isDeepStrictEqual } from 'node:util';

/** The frame of a list, which the routes by hand leave out. */
const FRAME: readonly string[] = ['prev_page', 'next_page', 'total_pages', 'total_items'];

/** The first path that two servers answer differently, the frames of lists apart, and how; undefined if there is none. */
export async function differenceOf(paths: readonly string[], one: number, other: number): Promise<string | undefined> {
  for (const path of paths) {
    const [ours, theirs] = await Promise.all([bodyOf(one, path), bodyOf(other, path)]);
    if (!isDeepStrictEqual(ours, theirs)) return `${path}\n${JSON.stringify(ours)}\n${JSON.stringify(theirs)}`;
  }
  return undefined;
}

async function bodyOf(port: number, path: string): Promise<object> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  const body: object = JSON.parse(await answer.text());
  return Object.fromEntries(Object.entries(body).filter(([name]) => !FRAME.includes(name)));
}
