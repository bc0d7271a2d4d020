import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { SharpAvatarImages } from '@online-cinema/adapters/sharp';
import { ServiceUnavailable } from '@online-cinema/application/ports';
import { AvatarRefused } from '@online-cinema/domain/accounts';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { aJpegOfManyScans, aNoisyPicture, aPicture, withChunk } from '../support/a-picture.ts';

const MEGABYTE = 1_048_576;
const images = new SharpAvatarImages();

const read = async (picture: Uint8Array): Promise<Buffer> => Buffer.from(await images.reencode(picture));

/** The message under which a picture is refused. */
async function refusal(picture: Uint8Array): Promise<string | undefined> {
  const error = await images.reencode(picture).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AvatarRefused);
  return error instanceof AvatarRefused ? error.faults.find(({ field }) => field === 'avatar')?.message : undefined;
}

/** The outcomes that any bytes may have: a JPEG that reads without a fault, or a refusal. */
async function isTakenOrRefused(bytes: Uint8Array): Promise<void> {
  const jpeg = await images.reencode(bytes).catch((error: unknown) => {
    expect(error).toBeInstanceOf(AvatarRefused);
    return undefined;
  });
  if (jpeg === undefined) return;
  expect((await sharp(jpeg, { failOn: 'warning' }).stats()).channels.length).toBeGreaterThan(0);
  expect((await sharp(jpeg).metadata()).format).toBe('jpeg');
}

/** How many bytes of memory the process grew by at most while something was done. */
async function memoryFor(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    most = Math.max(most, process.memoryUsage.rss());
    await nextTurn();
  }
  await working;
  return most - before;
}

/** The colour in a place of a picture, as `[red, green, blue]`. */
async function colourAt(picture: Uint8Array, left: number, top: number): Promise<number[]> {
  return [...(await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

const nearly = (red: number, green: number, blue: number) =>
  [red, green, blue].map((value) => expect.toSatisfy((seen: number) => Math.abs(seen - value) <= 8, `about ${value}`));

describe('a picture that is taken', () => {
  it.each([
    ['a JPEG', () => aPicture().jpeg()],
    ['a progressive JPEG', () => aPicture().jpeg({ progressive: true })],
    ['a PNG', () => aPicture().png()],
    ['an interlaced PNG', () => aPicture().png({ progressive: true })],
    ['a PNG with a palette', () => aPicture().png({ palette: true })],
    ['a PNG of 16 bits a colour', () => aPicture().toColourspace('rgb16').png()],
    ['a JPEG in the colours of print', () => aPicture().withIccProfile('cmyk').jpeg({ quality: 100 })],
  ])('becomes a JPEG of the same size that shows the same: %s', async (_, given) => {
    const jpeg = await read(await given().toBuffer());
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', space: 'srgb', width: 60, height: 40 });
    const [left, right] = [await colourAt(jpeg, 5, 20), await colourAt(jpeg, 55, 20)];
    expect(left[0]).toBeGreaterThan(200);
    expect(left[2]).toBeLessThan(60);
    expect(right[2]).toBeGreaterThan(120);
    expect(right[0]).toBeLessThan(100);
  });

  it.each([
    ['1 × 1', 1, 1],
    ['4096 × 1', 4096, 1],
    ['4096 × 4096', 4096, 4096],
  ])('may be of any size up to 4096 a side: %s', async (_, width, height) => {
    const jpeg = await read(
      await sharp({ create: { width, height, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    expect(await sharp(jpeg).metadata()).toMatchObject({ width, height });
  });

  it('may have exactly 1 MB', async () => {
    const png = await aPicture().png().toBuffer();
    const full = withChunk(png, 'juNk', randomBytes(MEGABYTE - png.length - 12));
    expect(full).toHaveLength(MEGABYTE);
    expect(await sharp(await read(full)).metadata()).toMatchObject({ width: 60, height: 40 });
  });

  it('may be grey', async () => {
    const jpeg = await read(await aPicture().greyscale().jpeg().toBuffer());
    const [red = 0, green = red, blue = red] = await colourAt(jpeg, 5, 20);
    expect([red, green, blue]).toEqual([red, red, red]);
  });

  it('is white where it was transparent', async () => {
    const background = { r: 0, g: 128, b: 0, alpha: 0 };
    const clear = sharp({ create: { width: 60, height: 40, channels: 4, background } });
    const square = { create: { width: 20, height: 40, channels: 3, background: '#008000' } } as const;
    const png = await clear
      .composite([{ input: square, left: 0, top: 0 }])
      .png()
      .toBuffer();
    const jpeg = await read(png);
    expect(await colourAt(jpeg, 50, 20)).toEqual(nearly(255, 255, 255));
    expect(await colourAt(jpeg, 5, 20)).toEqual(nearly(0, 128, 0));
    expect((await sharp(jpeg).metadata()).hasAlpha).toBe(false);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'stands upright, as a viewer would show it: orientation %i',
    async (orientation) => {
      const picture = await aPicture().jpeg({ quality: 100 }).withMetadata({ orientation }).toBuffer();
      const upright = await sharp(picture).autoOrient().raw().toBuffer({ resolveWithObject: true });
      const jpeg = await read(picture);
      const seen = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
      expect([seen.info.width, seen.info.height]).toEqual(orientation < 5 ? [60, 40] : [40, 60]);
      expect([upright.info.width, upright.info.height]).toEqual([seen.info.width, seen.info.height]);
      for (const at of [0, seen.data.length - 3]) {
        expect([...seen.data.subarray(at, at + 3)]).toEqual(
          nearly(upright.data[at] ?? -1, upright.data[at + 1] ?? -1, upright.data[at + 2] ?? -1),
        );
      }
      expect((await sharp(jpeg).metadata()).orientation ?? 1).toBe(1);
    },
  );

  it('looks the same when its colours were of a wider kind', async () => {
    const wide = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#c86464' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect(await colourAt(await read(wide), 4, 4)).toEqual(nearly(0xc8, 0x64, 0x64));
    // Shown without its profile it would look otherwise: the profile is not just dropped.
    expect((await sharp(wide).metadata()).icc).toBeDefined();
    expect(await colourAt(await sharp(wide, { ignoreIcc: true }).png().toBuffer(), 4, 4)).not.toEqual(
      nearly(0xc8, 0x64, 0x64),
    );
  });
});

describe('what is not the picture', () => {
  const place = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '48/1 51/1 30/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '2/1 17/1 40/1',
  };
  const exif = { IFD0: { Artist: 'Alice Secret', Copyright: 'Alice Secret', Model: 'Phone 9' }, IFD3: place };
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>Alice Secret</secret></x:xmpmeta>';

  it.each([
    ['JPEG', () => aPicture().jpeg()],
    ['PNG', () => aPicture().png()],
  ])('is gone from a %s: who took it, where and with what', async (_, given) => {
    const picture = await given().withExif(exif).withXmp(xmp).withIccProfile('p3').toBuffer();
    const before = await sharp(picture).metadata();
    expect([before.exif, before.xmp, before.icc]).toEqual(Array(3).fill(expect.any(Buffer)));
    expect(before.exif?.includes('Alice Secret')).toBe(true);

    const jpeg = await read(picture);
    const { exif: exifLeft, xmp: xmpLeft, iptc, icc, comments } = await sharp(jpeg).metadata();
    expect([exifLeft, xmpLeft, iptc, icc, comments]).toEqual(Array(5).fill(undefined));
    for (const word of ['Alice', 'Phone 9', 'Exif', 'xmpmeta']) expect(jpeg.includes(word)).toBe(false);
  });

  it.each([
    ['a page', Buffer.from('<html><script>alert("hidden")</script></html>')],
    ['an archive', Buffer.from('PK\x03\x04 hidden PK\x05\x06', 'latin1')],
    ['another picture', Buffer.from('GIF89a hidden')],
  ])('does not survive behind it: %s', async (_, tail) => {
    for (const picture of [await aPicture().jpeg().toBuffer(), await aPicture().png().toBuffer()]) {
      const jpeg = await read(Buffer.concat([picture, tail]));
      expect(jpeg.includes('hidden')).toBe(false);
      expect(jpeg.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    }
  });

  it('does not survive inside it: a page in a comment', async () => {
    const jpeg = await aPicture().jpeg().toBuffer();
    const page = Buffer.from('<script>alert("hidden")</script>');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, page.length + 2]), page]);
    const png = withChunk(await aPicture().png().toBuffer(), 'tEXt', Buffer.concat([Buffer.from('Comment\0'), page]));
    for (const picture of [Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]), png]) {
      expect(picture.includes('hidden')).toBe(true);
      expect((await read(picture)).includes('hidden')).toBe(false);
    }
  });
});

describe('a picture that is refused', () => {
  it('is larger than 1 MB, whatever else it is', async () => {
    const message = 'Image size exceeds 1 MB';
    const { length } = await aPicture().png().toBuffer();
    const png = await aPicture().png().toBuffer();
    expect(await refusal(withChunk(png, 'juNk', randomBytes(MEGABYTE + 1 - length - 12)))).toBe(message);
    expect(await refusal(randomBytes(MEGABYTE + 1))).toBe(message);
    expect(await refusal(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(MEGABYTE)]))).toBe(message);
    expect(await refusal(await aNoisyPicture({ width: 5000, height: 200 }).png().toBuffer())).toBe(message);
  });

  it.each([
    ['a wide PNG', () => aPicture({ width: 4097, height: 1 }).png()],
    ['a high JPEG', () => aPicture({ width: 2, height: 4097 }).jpeg()],
    [
      'a high JPEG that says it lies on its side',
      () => aPicture({ width: 2, height: 4097 }).jpeg().withMetadata({ orientation: 6 }),
    ],
  ])('has more than 4096 pixels a side: %s', async (_, given) => {
    expect(await refusal(await given().toBuffer())).toBe('Image dimensions exceed 4096 pixels');
  });

  it.each([
    ['JPEG', () => aJpegOfManyScans({ side: 10_000, scans: 1 })],
    [
      'PNG',
      () =>
        sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: 'red' } })
          .toColourspace('b-w')
          .png()
          .toBuffer(),
    ],
  ])('would fill the memory, and is told from its header alone: a %s of 10,000 × 10,000', async (_, given) => {
    const bomb = await given();
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const growth = await memoryFor(async () => {
      expect(await refusal(bomb)).toBe('Image dimensions exceed 4096 pixels');
    });
    expect(growth).toBeLessThan(20 * MEGABYTE);
  });

  it.each([4097, 10_000, 65_500])('has the bytes of a stamp and claims a side of %i pixels', async (side) => {
    const jpeg = await aPicture().jpeg().toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(side, frame + 5);
    jpeg.writeUInt16BE(side, frame + 7);
    expect(await refusal(jpeg)).toBe('Image dimensions exceed 4096 pixels');
  });

  it('would take a processor for long: a JPEG drawn in very many scans', async () => {
    const start = performance.now();
    expect(await refusal(aJpegOfManyScans({ side: 4096, scans: 189 }))).toBe('Invalid image format');
    expect(performance.now() - start).toBeLessThan(500);
    // Drawn in as many scans as pictures have, the same is one.
    expect(await sharp(await read(aJpegOfManyScans({ side: 512, scans: 20 }))).metadata()).toMatchObject({
      width: 512,
    });
  });

  it.each(['zTXt', 'iCCP', 'iTXt'])('hides much in little, and costs no memory: %s', async (type) => {
    const prefix = type === 'iTXt' ? 'k\0\x01\0\0\0' : 'k\0\0';
    const bomb = deflateSync(Buffer.alloc(400 * MEGABYTE), { level: 9 });
    const png = withChunk(
      await aPicture().png().toBuffer(),
      type,
      Buffer.concat([Buffer.from(prefix, 'latin1'), bomb]),
    );
    expect(png.length).toBeLessThan(MEGABYTE);
    const growth = await memoryFor(() => isTakenOrRefused(png));
    expect(growth).toBeLessThan(100 * MEGABYTE);
  });

  it.each([
    ['GIF', () => aPicture().gif().toBuffer()],
    ['WEBP', () => aPicture().webp().toBuffer()],
    ['TIFF', () => aPicture().tiff().toBuffer()],
    ['AVIF', () => aPicture().avif().toBuffer()],
    ['SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    [
      'SVG',
      async () => Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a drawing -->\n<svg width="9" height="9"></svg>'),
    ],
    ['BMP', async () => Buffer.from('BM\x46\0\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
    ['HEIC', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ])('is of another format, which the answer names: %s', async (format, given) => {
    expect(await refusal(await given())).toBe(`Unsupported image format: ${format}. Use one of next: JPG, JPEG, PNG`);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['a text', Buffer.from('this is no picture')],
    ['a page with a drawing in it', Buffer.from('<html><body><svg></svg></body></html>')],
    ['an archive', Buffer.from('PK\x03\x04', 'latin1')],
    ['the beginning of a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['the beginning of a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a JPEG of nothing but its ends', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
  ])('is no picture: %s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('Invalid image format');
  });

  it.each([
    ['JPEG', () => aNoisyPicture({ width: 300, height: 200 }).jpeg()],
    ['progressive JPEG', () => aNoisyPicture({ width: 300, height: 200 }).jpeg({ progressive: true })],
    ['PNG', () => aNoisyPicture({ width: 300, height: 200 }).png()],
  ])('was cut off: a %s', async (_, given) => {
    const whole = await given().toBuffer();
    for (const share of [0.1, 0.5, 0.9]) {
      expect(await refusal(whole.subarray(0, Math.floor(whole.length * share)))).toBe('Invalid image format');
    }
  });

  it('is damaged: a PNG whose checksum is wrong', async () => {
    const png = await aNoisyPicture().png().toBuffer();
    const middle = Math.floor(png.length / 2);
    png.writeUInt8(png.readUInt8(middle) ^ 0xff, middle);
    expect(await refusal(png)).toBe('Invalid image format');
  });
});

describe('whatever comes', () => {
  const pictures = Promise.all([
    aNoisyPicture()
      .jpeg()
      .withExif({ IFD0: { Artist: 'Alice' } })
      .toBuffer(),
    aNoisyPicture().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    aNoisyPicture().png().toBuffer(),
    aPicture().png({ palette: true, progressive: true }).toBuffer(),
  ]);

  it('is refused or becomes a JPEG: a picture with some bytes changed', async () => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), to: fc.nat(255) });
    const changes = fc.array(change, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.nat(3), changes, async (which, edits) => {
        const mutated = Buffer.from((await pictures)[which] ?? []);
        for (const { at, to } of edits) mutated[Math.floor(at * mutated.length)] = to;
        await isTakenOrRefused(mutated);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused or becomes a JPEG: a picture with a part cut out, doubled or put elsewhere', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.nat(3), share, share, share, fc.boolean(), async (which, one, other, to, keep) => {
        const whole = (await pictures)[which] ?? Buffer.alloc(0);
        const [from, until] = [one, other].map((at) => Math.floor(at * whole.length)).sort((a, b) => a - b);
        const part = whole.subarray(from, until);
        const rest = keep ? whole : Buffer.concat([whole.subarray(0, from), whole.subarray(until)]);
        const at = Math.floor(to * rest.length);
        await isTakenOrRefused(Buffer.concat([rest.subarray(0, at), part, rest.subarray(at)]));
      }),
      { numRuns: 200 },
    );
  });

  it('is refused or becomes a JPEG: bytes behind the beginning of one', async () => {
    const beginning = fc.constantFrom(
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
    );
    await fc.assert(
      fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 2000 }), async (start, rest) => {
        await isTakenOrRefused(Buffer.concat([start, rest]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('reading pictures', () => {
  it('lets everything else go on', async () => {
    const picture = await aNoisyPicture({ width: 1500, height: 1500 }).jpeg({ quality: 60 }).toBuffer();
    expect(picture.length).toBeLessThan(MEGABYTE);
    let isDone = false;
    const reading = images.reencode(picture).finally(() => {
      isDone = true;
    });
    let turns = 0;
    for (; !isDone; turns += 1) await nextTurn();
    await reading;
    // If it were read in this thread, there would be one or two.
    expect(turns).toBeGreaterThan(10);
  });

  it('takes on no more than it can, and serves those who wait', async () => {
    const busy = new SharpAvatarImages();
    const picture = await aPicture().jpeg().toBuffer();
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => busy.reencode(picture)));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(30);
    expect(refused.every((reason) => reason instanceof ServiceUnavailable)).toBe(true);
    await expect(busy.reencode(picture)).resolves.toBeInstanceOf(Uint8Array);
  });

  it('goes on after pictures that were refused', async () => {
    const fresh = new SharpAvatarImages();
    const broken = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    for (let time = 0; time < 3; time += 1) await expect(fresh.reencode(broken)).rejects.toThrow(AvatarRefused);
    await expect(fresh.reencode(await aPicture().png().toBuffer())).resolves.toBeInstanceOf(Uint8Array);
  });
});
