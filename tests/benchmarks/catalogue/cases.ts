/** Something that visitors ask for. */
export interface Case {
  readonly name: string;
  /** Asked one after the other, and again from the beginning. */
  readonly paths: readonly string[];
  /** Whether the hand-written routes know it. */
  readonly byHand: boolean;
}

const LIST = '/api/v1/theater/movies/';
const perPage = 10;
const VERY_DEEP = 90_000;

/** What is asked of a catalogue of so many films. */
export function casesFor(films: number): readonly Case[] {
  const last = Math.ceil(films / perPage);
  const deep = Math.min(1_000, last);
  return [
    { name: 'list, page 1', paths: [LIST], byHand: true },
    { name: `list, page ${deep}`, paths: [`${LIST}?page=${deep}&per_page=${perPage}`], byHand: true },
    ...(last > VERY_DEEP
      ? [{ name: `list, page ${VERY_DEEP}`, paths: [`${LIST}?page=${VERY_DEEP}&per_page=${perPage}`], byHand: true }]
      : []),
    {
      name: 'filtered, sorted',
      paths: [`${LIST}?genre=Drama&year_from=1990&sort=-imdb,name`],
      byHand: true,
    },
    { name: 'search, one word', paths: searches(['godfather', 'shrek', 'casablanca', 'jurassic']), byHand: false },
    {
      name: 'search, two words',
      paths: searches(['star trek', 'toy story', 'lost world', 'harry potter']),
      byHand: false,
    },
    {
      name: 'search, misspelt',
      paths: searches(['godfahter', 'casablenca', 'jurrasic', 'hary poter']),
      byHand: false,
    },
    { name: 'detail', paths: Array.from({ length: 500 }, (_, at) => `${LIST}${idAt(at, films)}/`), byHand: true },
  ];
}

function searches(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `${LIST}?search=${encodeURIComponent(text)}`);
}

/** Films from all over the catalogue; the multiplier is prime, so that they differ. */
function idAt(at: number, films: number): number {
  return ((at * 7_919) % films) + 1;
}
