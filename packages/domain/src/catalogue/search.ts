import { searchable } from '../shared/index.ts';
import { searchedWords } from './search-words.ts';

/** What a searched word stands for: every word that begins so, or these whole words in its place. */
export type SoughtWord = { readonly beginning: string } | { readonly oneOf: readonly string[] };

/** The nearest words of those searched words that begin no word of the catalogue. */
export type Corrections = ReadonlyMap<string, readonly string[]>;

/** What somebody looks for. */
export interface Search {
  /** A film matches when every one of them is in it. Empty where no film can. */
  readonly words: readonly SoughtWord[];
  /** The titles, folded, that the search names exactly. */
  readonly titles: readonly string[];
}

/** Titles beyond so many are not made of the nearest words of several misspelt ones: nobody meant any of them. */
const MAX_TITLES = 100;
const NONE: Corrections = new Map();

/** A search as it was typed, or with its misspelt words corrected. */
export function searchFor(text: string, corrections: Corrections = NONE): Search {
  const words = searchedWords(text).map((word): SoughtWord => {
    const oneOf = corrections.get(word);
    return oneOf ? { oneOf } : { beginning: word };
  });
  const isHopeless = words.some((word) => 'oneOf' in word && word.oneOf.length === 0);
  return { words: isHopeless ? [] : words, titles: titlesMeant(searchable(text.replaceAll('\0', '')), corrections) };
}

/** The title as typed, with every choice of nearest words in the place of misspelt ones. */
function titlesMeant(typed: string, corrections: Corrections): readonly string[] {
  let titles = [''];
  let end = 0;
  for (const { 0: word, index } of typed.matchAll(/[\p{L}\p{N}'’ʼ`]+/gu)) {
    const meant = searchedWords(word).flatMap((one) => corrections.get(one) ?? []);
    const between = typed.slice(end, index);
    const choices = meant.length > 0 ? meant : [word];
    if (titles.length * choices.length > MAX_TITLES) return [];
    titles = titles.flatMap((title) => choices.map((choice) => `${title}${between}${choice}`));
    end = index + word.length;
  }
  return titles.map((title) => `${title}${typed.slice(end)}`);
}
