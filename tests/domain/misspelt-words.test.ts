import {
  nearestWords,
  partsNear,
  partsOf,
  searchFor,
  slipsAllowed,
  slipsBetween,
} from '@online-cinema/domain/catalogue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const LETTERS = ['a', 'b', 'c', '1', 'é', '𐐨'] as const;
const letter = fc.constantFrom(...LETTERS);
const aWord = fc.string({ unit: letter, minLength: 1, maxLength: 12 });

/** Slips by their definition: every word that one slip makes of another. */
function oneSlipFrom(word: string, alphabet: readonly string[] = LETTERS): string[] {
  const letters = [...word];
  const made: string[][] = [];
  for (let at = 0; at <= letters.length; at += 1) {
    for (const added of alphabet) made.push(letters.toSpliced(at, 0, added), letters.toSpliced(at, 1, added));
    made.push(letters.toSpliced(at, 1), letters.toSpliced(at, 2, ...letters.slice(at, at + 2).reverse()));
  }
  return made.map((some) => some.join('')).filter((other) => other !== '' && other !== word);
}

/** A word and one that is made of it by at most three slips, so that near and far ones are met. */
const misspelt = fc.tuple(aWord, fc.array(fc.nat(), { maxLength: 3 })).map(([word, slips]) => {
  const made = slips.reduce((from, slip) => {
    const choices = oneSlipFrom(from);
    return choices[slip % choices.length] ?? from;
  }, word);
  return { word, made };
});

describe('the slips between two words', () => {
  it.each([
    ['godfather', 'godfather', 0],
    ['godfahter', 'godfather', 1],
    ['godfater', 'godfather', 1],
    ['godffather', 'godfather', 1],
    ['gotfather', 'godfather', 1],
    ['ogdfahter', 'godfather', 2],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['𐐨x', 'x𐐨', 1],
    ['kitten', 'sitting', 3],
  ])('from %s to %s are counted in characters', (one, other, slips) => {
    expect(slipsBetween(one, other)).toBe(slips);
    expect(slipsBetween(other, one)).toBe(slips);
  });

  it('are one wherever one slip was made', () => {
    fc.assert(
      fc.property(aWord, fc.nat(), (word, choice) => {
        const made = oneSlipFrom(word);
        expect(slipsBetween(word, made[choice % made.length] ?? '')).toBe(1);
      }),
    );
  });
});

describe('a misspelt word', () => {
  it('may have one slip up to five letters, two beyond, and none where nothing would be left of it', () => {
    expect(['ab', 'abcde', 'abcdef', '𐐨𐐨𐐨𐐨𐐨', 'r2d2'].map(slipsAllowed)).toEqual([1, 1, 2, 1, 1]);
    expect(['a', '愛', '7', '1999', '20000000'].map(slipsAllowed)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['godfahter', ['god', 'goodfather', 'godfather', 'father'], ['godfather']],
    ['amelio', ['amelie', 'amelia', 'amazing'], ['amelia', 'amelie']],
    ['matrx', ['matrix', 'mars', 'marx', 'matryoshka'], ['marx', 'matrix']],
    ['hous', ['noise', 'horse'], []],
    ['houze', ['house', 'hose', 'mouse'], ['house']],
    ['1999', ['1998', '2999'], []],
    ['1999', ['1998', '1999'], ['1999']],
    ['house', ['hose', 'house', 'mouse'], ['house']],
    ['matrixes', ['matrix', 'matrixed'], ['matrixed']],
    ['x', ['a', 'xy'], []],
    ['anything', [], []],
  ])('%s stands for the nearest of %j', (word, vocabulary, nearest) => {
    expect(nearestWords(word, vocabulary)).toEqual(nearest);
  });

  it('shares a part with every word that is near enough, so that looking for the parts misses none', () => {
    fc.assert(
      fc.property(misspelt, ({ word, made }) => {
        fc.pre(slipsBetween(made, word) <= slipsAllowed(made) && made !== word);
        expect(sharesPart(made, word)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is looked up by the thirds of a known one, each beside the length of the whole', () => {
    expect(partsOf('hellos')).toEqual({ head: '6:he', middle: '6:ll', tail: '6:os' });
    expect(partsOf('𐐨bcde')).toEqual({ head: '5:𐐨', middle: '5:bc', tail: '5:de' });
  });

  it.each(['ab', 'abb', 'abcde', 'abcdef', 'aabbab', 'abcdefghi'])(
    '%s is looked up by no part that no near word has, and by no head where one slip spoils one part of two',
    (word) => {
      const slips = slipsAllowed(word);
      const within = [...Array(slips).keys()].reduce(
        (words) => new Set([...words, ...[...words].flatMap((near) => oneSlipFrom(near, ['_']))]),
        new Set([word]),
      );
      const parts = [...within].filter((near) => slipsBetween(near, word) <= slips).map(partsOf);
      const { head, middle, tail } = partsNear(word);
      expect(head.filter((part) => !parts.some((had) => had.head === part))).toEqual([]);
      expect(middle.filter((part) => !parts.some((had) => had.middle === part))).toEqual([]);
      expect(tail.filter((part) => !parts.some((had) => had.tail === part))).toEqual([]);
      expect(head.length > 0).toBe(slips === 2);
    },
  );

  it('is looked up by nothing where it stands for nothing but itself', () => {
    expect(partsNear('1999')).toEqual({ head: [], middle: [], tail: [] });
    expect(partsNear('x')).toEqual({ head: [], middle: [], tail: [] });
  });

  it('shares a part with every word that two exchanges make of it, wherever they are', () => {
    const exchangesOf = (word: string) =>
      [...word].slice(1).map((_, at) => [...word].toSpliced(at, 2, ...[...word].slice(at, at + 2).reverse()).join(''));
    for (const word of ['abcdef', 'abcdefg', 'abcdefgh', 'abcdefghi', 'abcdefghij', 'abcdefghijk']) {
      const twice = exchangesOf(word).flatMap(exchangesOf);
      expect(twice.filter((made) => made !== word && !sharesPart(made, word))).toEqual([]);
    }
  });

  it('has the same nearest words among those that share a part as in the whole vocabulary', () => {
    fc.assert(
      fc.property(misspelt, fc.array(aWord, { maxLength: 40 }), ({ word, made }, others) => {
        const vocabulary = [word, ...others];
        const candidates = vocabulary.filter((one) => sharesPart(made, one));
        fc.pre(!vocabulary.includes(made));
        expect(nearestWords(made, candidates)).toEqual(nearestWords(made, vocabulary));
      }),
      { numRuns: 1_000 },
    );
  });

  function sharesPart(word: string, known: string): boolean {
    const [near, parts] = [partsNear(word), partsOf(known)];
    return near.head.includes(parts.head) || near.middle.includes(parts.middle) || near.tail.includes(parts.tail);
  }
});

describe('a search with corrections', () => {
  const corrections = new Map([
    ['godfahter', ['godfather']],
    ['amelei', ['amelia', 'amelie']],
    ['qqqq', []],
  ]);

  it('seeks the nearest words in the place of misspelt ones, and the beginnings of all others', () => {
    expect(searchFor('The Godfahter', corrections).words).toEqual([{ beginning: 'the' }, { oneOf: ['godfather'] }]);
    expect(searchFor('qqqq amelei', corrections).words).toEqual([]);
    expect(searchFor('%')).toEqual({ words: [], titles: ['%'] });
  });

  it('names the titles that its words make, as they are punctuated', () => {
    expect(searchFor('L’Été: Part 2').titles).toEqual(['l’ete: part 2']);
    expect(searchFor('The Godfahter!', corrections).titles).toEqual(['the godfather!']);
    expect(searchFor('Amelei & Ocean’s Amelei', corrections).titles).toEqual([
      'amelia & ocean’s amelia',
      'amelia & ocean’s amelie',
      'amelie & ocean’s amelia',
      'amelie & ocean’s amelie',
    ]);
  });

  it('seeks no title with NUL in it, which none has', () => {
    expect(searchFor('He\0at').titles).toEqual(['heat']);
  });

  it('names no title where it could be any of more than a hundred', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `near${index}`);
    const many = new Map([
      ['naer', ten],
      ['fra', [...ten, 'far']],
    ]);
    expect(searchFor('naer naer', many).titles).toHaveLength(100);
    expect(searchFor('naer fra', many).titles).toEqual([]);
    expect(searchFor('amelei '.repeat(7), corrections).titles).toEqual([]);
  });
});
