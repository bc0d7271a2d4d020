/** Bytes that stand at a place in a file, as text of one character a byte. */
type Signature = readonly [at: number, bytes: string];

/** How the pictures that people have begin, all signatures of one applying; from the formats' specifications. */
const BEGINNINGS: readonly (readonly [format: string, ...signatures: Signature[]])[] = [
  ['JPEG', [0, '\xff\xd8\xff']],
  ['PNG', [0, '\x89PNG\r\n\x1a\n']],
  ['GIF', [0, 'GIF87a']],
  ['GIF', [0, 'GIF89a']],
  ['WEBP', [0, 'RIFF'], [8, 'WEBP']],
  ['TIFF', [0, 'II*\0']],
  ['TIFF', [0, 'MM\0*']],
  ['AVIF', [4, 'ftypavif']],
  ['AVIF', [4, 'ftypavis']],
  ['HEIC', [4, 'ftyphei']],
  ['HEIC', [4, 'ftyphev']],
  ['HEIF', [4, 'ftypmif1']],
  ['HEIF', [4, 'ftypmsf1']],
  ['BMP', [0, 'BM'], [6, '\0\0\0\0']],
  ['ICO', [0, '\0\0\x01\0']],
  ['PSD', [0, '8BPS']],
  ['JXL', [0, '\xff\x0a']],
  ['JXL', [0, '\0\0\0\x0cJXL ']],
  ['JPEG2000', [0, '\0\0\0\x0cjP  ']],
];
/** SVG has no signature: a text that begins as XML does, and soon names its root. */
const XML_BEGINNING = /^(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml|!--|!doctype svg)/i;
const SVG_ROOT = /<svg[\s>]/i;
const LOOKED_AT = 1024;

/** What a picture is by its first bytes, whatever its name says; undefined for what is no picture that we know. */
export function pictureFormat(picture: Uint8Array): string | undefined {
  const text = Buffer.from(picture.subarray(0, LOOKED_AT)).toString('latin1');
  const known = BEGINNINGS.find(([, ...signatures]) => signatures.every(([at, bytes]) => text.startsWith(bytes, at)));
  if (known) return known[0];
  return XML_BEGINNING.test(text) && SVG_ROOT.test(text) ? 'SVG' : undefined;
}
