const HIGH_BYTES = Uint8Array.from({ length: 128 }, (_, index) => index + 128);

/** The character that was meant, by the character that stands in the source. */
const MEANT = new Map(zip(charactersIn('macintosh'), charactersIn('windows-1252')));

/**
 * Titles went through a machine that took Windows-1252 for Mac Roman: “LÈon” is “Léon”. Every byte above 127 has one
 * character in either encoding, so what was meant can be told.
 */
export function mendMacRoman(text: string): string {
  return [...text].map((character) => MEANT.get(character) ?? character).join('');
}

function charactersIn(encoding: string): string[] {
  return [...new TextDecoder(encoding).decode(HIGH_BYTES)];
}

function zip(keys: readonly string[], values: readonly string[]): [string, string][] {
  return keys.map((key, index) => [key, values[index] ?? key]);
}
