import { type AvatarImages, ServiceUnavailable } from '@online-cinema/application/ports';
import { AvatarRefused, LARGEST_AVATAR, LONGEST_AVATAR_SIDE } from '@online-cinema/domain/accounts';
import pLimit from 'p-limit';
import { pictureFormat } from './picture-format.ts';

/** A picture of the largest size takes half a second and up to 300 MB; it takes one of libuv's threads meanwhile. */
const AT_ONCE = 1;
const WAITING_AT_MOST = 50;
const DECODES_WITHIN_SECONDS = 10;
const ALLOWED = ['JPEG', 'PNG'];
/**
 * A progressive JPEG is drawn in scans, commonly ten. Each takes a pass over the whole picture, however few bytes it
 * is: 2,000 of them in 170 kB took 15 s. See libjpeg-turbo's "Two issues with the JPEG standard".
 */
const MOST_SCANS = 100;
/** Begins a scan (ITU-T T.81, B.1.1.3); never part of the picture's own data, where 00 follows every FF. */
const START_OF_SCAN = Buffer.from([0xff, 0xda]);
const QUALITY = 90;

/** libvips, by sharp: loaded when the first picture comes, on libuv's threads, so that the event loop goes on. */
export class SharpAvatarImages implements AvatarImages {
  readonly #turns = pLimit(AT_ONCE);

  /** @throws AvatarRefused, ServiceUnavailable (while more pictures wait than can be taken on) */
  async reencode(picture: Uint8Array): Promise<Uint8Array> {
    if (picture.byteLength > LARGEST_AVATAR) throw AvatarRefused.tooLarge();
    const format = pictureFormat(picture);
    if (format === undefined) throw AvatarRefused.noImage();
    if (!ALLOWED.includes(format)) throw AvatarRefused.ofFormat(format);
    if (this.#turns.pendingCount >= WAITING_AT_MOST) {
      throw new ServiceUnavailable({ cause: new Error('Too many pictures wait to be read') });
    }
    return this.#turns(() => anew(picture, format));
  }
}

async function anew(picture: Uint8Array, format: string): Promise<Uint8Array> {
  const { sharp } = await import('./decoder.ts');
  // The header alone: nothing is decoded, so no size is too large to be told.
  const { width, height } = await sharp(picture, { limitInputPixels: false }).metadata().catch(refuse);
  if (Math.max(width, height) > LONGEST_AVATAR_SIDE) throw AvatarRefused.tooManyPixels();
  if (format === 'JPEG' && scansOf(picture) > MOST_SCANS) throw AvatarRefused.noImage();
  return sharp(picture, { failOn: 'warning', limitInputPixels: LONGEST_AVATAR_SIDE ** 2 })
    .timeout({ seconds: DECODES_WITHIN_SECONDS })
    .autoOrient()
    .flatten({ background: 'white' })
    .jpeg({ quality: QUALITY })
    .toBuffer()
    .catch(refuse);
}

/** Whatever the decoder stumbles over is in the picture. */
function refuse(): never {
  throw AvatarRefused.noImage();
}

/** How many scans a JPEG may have at most: those of a preview in its metadata count as well. */
function scansOf(picture: Uint8Array): number {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  let scans = 0;
  for (let at = bytes.indexOf(START_OF_SCAN); at !== -1; at = bytes.indexOf(START_OF_SCAN, at + 2)) scans += 1;
  return scans;
}
