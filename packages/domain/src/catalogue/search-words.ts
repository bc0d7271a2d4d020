import { searchable } from '../shared/index.ts';

/** Longer words are cut: nobody types more, and databases bound the length of an indexed word. */
const MAX_WORD = 64;

/**
 * The words by which a text is found: folded runs of letters and digits, each once. What punctuation joins is found
 * by its parts and as a whole: “Spider-Man” by `spider`, `man` and `spiderman`.
 */
export function indexedWords(text: string): readonly string[] {
  const words = new Set<string>();
  for (const chunk of searchable(text).split(/\s+/u)) {
    const parts = wordsOf(chunk);
    for (const part of parts) words.add(part);
    if (parts.length > 1) words.add(cut(parts.join('')));
  }
  return [...words];
}

/**
 * The words that somebody searches for, each once. An apostrophe joins (“ocean's” is `oceans`), every other
 * punctuation separates. Empty for a search without any letter or digit.
 */
export function searchedWords(search: string): readonly string[] {
  return [...new Set(wordsOf(searchable(search).replace(/['’ʼ`]/gu, '')))];
}

function wordsOf(folded: string): string[] {
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);
}

function cut(word: string): string {
  return [...word].slice(0, MAX_WORD).join('');
}
