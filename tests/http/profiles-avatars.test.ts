import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aNoisyPicture, aPicture, withChunk } from '../support/a-picture.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';
import { aForm } from './support/form.ts';

let api: AnApi;
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  api = await anApi();
  jpeg = await aPicture().jpeg().toBuffer();
  png = await aPicture().png().toBuffer();
});
afterAll(() => api.close());

const ann = {
  first_name: 'Ann',
  last_name: 'Lee',
  gender: 'woman',
  date_of_birth: '1990-02-03',
  info: 'Silent films, mostly.',
};

const plain = ({ status, body }: Answer) => [status, body];
const pathOf = (userId: number) => `/profiles/users/${userId}/profile/`;
const show = (caller: Caller, userId: number, bytes: Uint8Array, name = 'me.jpg') =>
  caller.send('PATCH', pathOf(userId), aForm({ avatar: { bytes, name } }));
const keyOf = (url: string) => url.replace('https://cinema.example/media/', '');
const fetched = (url: string) => api.app.inject(new URL(url).pathname);

async function someoneWithPicture(bytes: Uint8Array = jpeg) {
  const user = await api.aUser();
  const id = await user.ownId();
  const { status, body } = await user.send('POST', pathOf(id), aForm({ ...ann, avatar: { bytes } }));
  expect(status).toBe(201);
  const avatar: string = body.avatar;
  return { user, id, avatar };
}

describe('a picture', () => {
  test('is stored under a key of its own, and shown by an absolute address', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    expect(avatar).toMatch(new RegExp(`^https://cinema\\.example/media/avatars/${id}_[^/]+_avatar\\.jpg$`));
    expect(api.objects.keys).toContain(keyOf(avatar));
    expect((await user.get(pathOf(id))).body.avatar).toBe(avatar);
    expect((await user.get('/accounts/me/')).body.profile.avatar).toBe(avatar);
  });

  test('is served at its address, for ever, and as nothing but a picture', async () => {
    const { avatar } = await someoneWithPicture();
    const { statusCode, headers, rawPayload } = await fetched(avatar);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'x-request-id': expect.any(String),
    });
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 40 });
  });

  test.each(['/media/avatars/1_nothing_avatar.jpg', '/media/../package.json', '/media/%2e%2e/x', '/media/a%00'])(
    'is not at %s',
    async (path) => {
      const { statusCode, body } = await api.app.inject(path);
      expect([statusCode, JSON.parse(body)]).toEqual([404, { detail: 'Not Found' }]);
    },
  );

  test('may be a JPEG or a PNG, whatever it calls itself, and becomes a JPEG', async () => {
    for (const [bytes, name] of [
      [jpeg, 'me.png'],
      [png, 'me.jpg'],
      [png, 'me.gif'],
      [png, '../../etc/passwd'],
      [png, 'me\0.exe'],
      [png, 'x'.repeat(5000)],
    ] as const) {
      const { user, id } = await someoneWithPicture();
      const { status, body } = await show(user, id, bytes, name);
      expect([name, status]).toEqual([name, 200]);
      expect(body.avatar).toMatch(/_avatar\.jpg$/);
      expect((await sharp((await fetched(body.avatar)).rawPayload).metadata()).format).toBe('jpeg');
    }
  });

  test('keeps nothing of where and when it was taken, nor what else was in the file', async () => {
    const secret = 'taken at 52.5 N, 13.4 E';
    const withExif = await aPicture()
      .jpeg()
      .withExif({ IFD0: { ImageDescription: secret }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
      .toBuffer();
    const withText = withChunk(png, 'tEXt', Buffer.from(`Comment\0${secret}`));
    const withScript = Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>')]);
    for (const bytes of [withExif, withText, withScript]) {
      const { avatar } = await someoneWithPicture(bytes);
      const { rawPayload } = await fetched(avatar);
      expect(rawPayload.includes(secret) || rawPayload.includes('<script>')).toBe(false);
      expect((await sharp(rawPayload).metadata()).exif).toBeUndefined();
    }
  });
});

describe('another picture', () => {
  test('gets another address, and the one before goes by a job once that is certain', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    const { status, body } = await show(user, id, png);
    expect(status).toBe(200);
    expect(body.avatar).not.toBe(avatar);
    expect(api.objects.keys).toEqual(expect.arrayContaining([keyOf(avatar), keyOf(body.avatar)]));
    await api.carryOutJobs();
    expect((await fetched(avatar)).statusCode).toBe(404);
    expect((await fetched(body.avatar)).statusCode).toBe(200);
  });

  test('that is none changes nothing, nor does a change without one', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    expect((await show(user, id, Buffer.from('no picture'))).status).toBe(422);
    expect((await user.send('PATCH', pathOf(id), aForm({ info: 'New.' }))).body.avatar).toBe(avatar);
    await api.carryOutJobs();
    expect((await fetched(avatar)).statusCode).toBe(200);
  });

  test('that no file was chosen for, as browsers say it, is none', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    const { status, body } = await show(user, id, Buffer.alloc(0), '');
    expect([status, body.avatar]).toEqual([200, avatar]);
  });

  test('for a profile that is not there is not kept', async () => {
    const user = await api.aUser();
    const before = api.objects.keys.length;
    expect(plain(await show(user, await user.ownId(), jpeg))).toEqual([404, { detail: 'Profile not found.' }]);
    expect(api.objects.keys).toHaveLength(before);
  });

  test('with a profile that there is already is not kept', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    const before = api.objects.keys.length;
    const again = await user.send('POST', pathOf(id), aForm({ ...ann, avatar: { bytes: png } }));
    expect(plain(again)).toEqual([400, { detail: 'User already has a profile.' }]);
    expect(api.objects.keys).toHaveLength(before);
    expect((await fetched(avatar)).statusCode).toBe(200);
  });

  test('from a stranger is not even looked at', async () => {
    const { id, avatar } = await someoneWithPicture();
    const reencode = vi.spyOn(api.ports.images, 'reencode');
    const answer = await show(await api.aUser(), id, png);
    expect(plain(answer)).toEqual([403, { detail: "You don't have permission to edit this profile." }]);
    expect(reencode).not.toHaveBeenCalled();
    reencode.mockRestore();
    expect((await fetched(avatar)).statusCode).toBe(200);
  });
});

describe('DELETE …/avatar/', () => {
  test('takes the picture away, and its object by a job; once or often', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    for (const attempt of [1, 2]) {
      const { status, body } = await user.delete(`${pathOf(id)}avatar/`);
      expect([attempt, status, body]).toEqual([attempt, 204, '']);
    }
    expect((await user.get(pathOf(id))).body).toMatchObject({ first_name: 'ann', avatar: null });
    await api.carryOutJobs();
    expect((await fetched(avatar)).statusCode).toBe(404);
  });

  test('takes no body', async () => {
    const { user, id } = await someoneWithPicture();
    expect((await user.send('DELETE', `${pathOf(id)}avatar/`, aForm({ force: 'yes' }))).status).toBe(415);
    expect((await user.delete(`${pathOf(id)}avatar/`, { force: true })).body.detail).toMatchObject([
      { type: 'extra_forbidden', loc: ['body', 'force'] },
    ]);
    expect((await user.delete(`${pathOf(id)}avatar/`, {})).status).toBe(204);
  });
});

describe('what is no picture', () => {
  const tooManyPixels = 'Image dimensions exceed 4096 pixels';
  const noImage = 'Invalid image format';
  const unsupported = (format: string) => `Unsupported image format: ${format}. Use one of next: JPG, JPEG, PNG`;
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

  const cases: readonly (readonly [what: string, make: () => Promise<Buffer> | Buffer, msg: string])[] = [
    ['more than 1 MB', () => Buffer.alloc(1_048_577), 'Image size exceeds 1 MB'],
    [
      'more than 1 MB of a good picture',
      () => Buffer.concat([jpeg, Buffer.alloc(1_048_576)]),
      'Image size exceeds 1 MB',
    ],
    ['10 MB', () => Buffer.alloc(10 * 1024 * 1024, 'x'), 'Image size exceeds 1 MB'],
    ['4,097 pixels wide', () => grey(4097, 8).jpeg().toBuffer(), tooManyPixels],
    ['4,097 pixels high', () => grey(8, 4097).png().toBuffer(), tooManyPixels],
    ['10,000 × 10,000 pixels of JPEG', () => grey(10_000, 10_000).jpeg({ quality: 1 }).toBuffer(), tooManyPixels],
    ['a few hundred bytes that say they are 10,000 × 10,000 pixels', () => saying(10_000), tooManyPixels],
    [
      '10,000 × 10,000 pixels of PNG',
      () => grey(10_000, 10_000).png({ compressionLevel: 9 }).toBuffer(),
      tooManyPixels,
    ],
    ['a GIF', () => aPicture().gif().toBuffer(), unsupported('GIF')],
    ['a WebP', () => aPicture().webp().toBuffer(), unsupported('WEBP')],
    ['an SVG', () => Buffer.from(svg), unsupported('SVG')],
    ['a GIF that goes on as a JPEG', () => Buffer.concat([Buffer.from('GIF89a'), jpeg]), unsupported('GIF')],
    ['nothing', () => Buffer.alloc(0), noImage],
    ['a text', () => Buffer.from('hello'), noImage],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), noImage],
    ['a ZIP that ends as a JPEG', () => Buffer.concat([Buffer.from('PK\x03\x04'), jpeg]), noImage],
    ['the head of a JPEG', () => jpeg.subarray(0, 100), noImage],
    [
      'half a JPEG',
      async () => (await aNoisyPicture({ width: 500, height: 500 }).jpeg().toBuffer()).subarray(0, 20_000),
      noImage,
    ],
    ['half a PNG', () => png.subarray(0, png.length - 30), noImage],
    ['a signature and nothing else', () => Buffer.from('\xff\xd8\xff\xe0', 'latin1'), noImage],
  ];

  test.each(cases)('is refused: %s', { timeout: 30_000 }, async (_what, make, msg) => {
    const user = await api.aUser();
    const id = await user.ownId();
    const before = api.objects.keys.length;
    const bytes = await make();
    const answer = await user.send('POST', pathOf(id), aForm({ ...ann, avatar: { bytes } }));
    expect(plain(answer)).toEqual([
      422,
      { detail: [{ type: 'value_error', loc: ['body', 'avatar'], msg, input: 'me.jpg' }] },
    ]);
    expect(plain(await user.get(pathOf(id)))).toEqual([404, { detail: 'Profile not found.' }]);
    expect(api.objects.keys).toHaveLength(before);
  });

  test('is at the edge of what is one: 1 MB to the byte, 4,096 pixels', async () => {
    const { user, id } = await someoneWithPicture();
    const padded = withChunk(png, 'tEXt', Buffer.alloc(1_048_576 - png.length - 12));
    expect(padded).toHaveLength(1_048_576);
    expect((await show(user, id, padded)).status).toBe(200);
    expect((await show(user, id, await grey(4096, 16).jpeg().toBuffer())).status).toBe(200);
  });

  test('is refused for what it is, together with all that is wrong beside it', async () => {
    const user = await api.aUser();
    const form = aForm({ avatar: { bytes: Buffer.alloc(2_000_000) }, gender: 'x' });
    const { status, body } = await user.send('PATCH', pathOf(await user.ownId()), form);
    expect(status).toBe(422);
    expect(body.detail.map(({ msg }: { msg: string }) => msg)).toEqual([
      'Gender must be one of: man, woman',
      'Image size exceeds 1 MB',
    ]);
  });
});

/** The small JPEG, its header telling another size (ITU-T T.81, B.2.2). */
function saying(side: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(side, frame + 5);
  bytes.writeUInt16BE(side, frame + 7);
  return bytes;
}

function grey(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#808080' }, limitInputPixels: false });
}

describe('while the storage is down', () => {
  const failed = [500, { detail: 'Failed to upload avatar. Please try again later.' }];

  test('no picture is taken, and nothing is stored: no profile, no change, no object', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    const newcomer = await api.aUser();
    const newcomersId = await newcomer.ownId();
    const [objects, jobs] = [api.objects.keys, await jobsLeft()];
    api.objects.goDown();
    const made = await newcomer.send('POST', pathOf(newcomersId), aForm({ ...ann, avatar: { bytes: jpeg } }));
    const changed = await user.send('PATCH', pathOf(id), aForm({ info: 'New.', avatar: { bytes: jpeg } }));
    const served = await fetched(avatar);
    api.objects.comeBack();
    expect([plain(made), plain(changed)]).toEqual([failed, failed]);
    expect([served.statusCode, served.json()]).toEqual([
      503,
      { detail: 'The service is temporarily unavailable. Please try again later.' },
    ]);
    expect(plain(await newcomer.get(pathOf(newcomersId)))).toEqual([404, { detail: 'Profile not found.' }]);
    expect((await user.get(pathOf(id))).body).toMatchObject({ info: ann.info, avatar });
    expect([api.objects.keys, await jobsLeft()]).toEqual([objects, jobs]);
  });

  test('all else goes on: what has no picture, and taking one away', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    api.objects.goDown();
    expect((await user.send('PATCH', pathOf(id), aForm({ info: 'New.' }))).status).toBe(200);
    expect((await user.get(pathOf(id))).body.avatar).toBe(avatar);
    expect((await user.delete(`${pathOf(id)}avatar/`)).status).toBe(204);
    api.objects.comeBack();
    await api.carryOutJobs();
    expect((await fetched(avatar)).statusCode).toBe(404);
  });

  test('a picture whose row could not be written is taken back', async () => {
    const { user, id, avatar } = await someoneWithPicture();
    const objects = api.objects.keys;
    const run = vi.spyOn(api.ports.unitOfWork, 'run').mockRejectedValueOnce(new Error('the disk is full'));
    expect(plain(await show(user, id, png))).toEqual(failed);
    run.mockRestore();
    expect(api.objects.keys).toEqual(objects);
    expect((await user.get(pathOf(id))).body.avatar).toBe(avatar);
  });
});

const jobsLeft = () => api.database.writer.selectFrom('jobs').select(['name', 'data']).execute();
