/**
 * The form in which names are compared: NFKC, outer spaces trimmed, lower case. Filled by the domain into
 * columns of their own, so that every database agrees on what is equal.
 */
export function canonical(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** The form in which text is searched: canonical, and without accents (NFKD less the combining marks). */
export function searchable(text: string): string {
  // Canonical once more, as taking the marks away may bare a space at either end, and leaves letters apart (한글).
  return canonical(canonical(text).normalize('NFKD').replace(/\p{M}/gu, ''));
}
