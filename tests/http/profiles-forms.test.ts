import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { aForm, aFormOf, type Form } from './support/form.ts';

let api: AnApi;
let user: Caller;
let path: string;
let jpeg: Buffer;
beforeAll(async () => {
  api = await anApi();
  user = await api.aUser();
  path = `/profiles/users/${await user.ownId()}/profile/`;
  jpeg = await aPicture().jpeg().toBuffer();
  await user.send('POST', path, aForm(ann));
});
afterAll(() => api.close());

const ann = {
  first_name: 'Ann',
  last_name: 'Lee',
  gender: 'woman',
  date_of_birth: '1990-02-03',
  info: 'Silent films, mostly.',
};
const unreadable = [400, { detail: 'There was an error parsing the body' }];
const tooLarge = [413, { detail: 'Payload Too Large' }];

/** What a form changes, and what is said of it. */
async function patch(form: Form): Promise<unknown[]> {
  const { status, body } = await user.send('PATCH', path, form);
  return [status, body];
}

async function faultsOf(form: Form): Promise<readonly unknown[]> {
  const [status, body] = await user.send('PATCH', path, form).then((answer) => [answer.status, answer.body]);
  expect(status).toBe(422);
  return body.detail.map(({ type, loc }: { type: string; loc: string[] }) => [type, loc.join('.')]);
}

const text = (name: string, value: string, more = '') =>
  `content-disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;

describe('a form', () => {
  test.each<[string, string]>([
    ['as browsers write it', text('info', 'A')],
    ['with headers in any case', `Content-Disposition: FORM-DATA; NAME="info"\r\n\r\nA`],
    ['with a name without quotes', 'content-disposition: form-data; name=info\r\n\r\nA'],
    ['with a type', 'content-disposition: form-data; name="info"\r\ncontent-type: text/plain; charset=utf-8\r\n\r\nA'],
  ])('is read %s', async (_how, part) => {
    expect(await patch(aFormOf([part]))).toMatchObject([200, { info: 'A' }]);
  });

  test.each<[string, string, string]>([
    ['JSON', 'application/json', '{"a": 1}'],
    ['JSON that is none', 'application/json', '{"a": '],
    ['bytes', 'application/octet-stream', 'plain'],
  ])('has texts, also where they say they are %s', async (_what, type, value) => {
    const part = `content-disposition: form-data; name="info"\r\ncontent-type: ${type}\r\n\r\n${value}`;
    expect(await patch(aFormOf([part]))).toMatchObject([200, { info: value }]);
  });

  test('is read with something before it and after it', async () => {
    const { payload, contentType } = aForm({ info: 'B' });
    const wrapped = Buffer.concat([Buffer.from('to whom it may concern\r\n'), payload, Buffer.from('yours, …')]);
    expect(await patch({ payload: wrapped, contentType })).toMatchObject([200, { info: 'B' }]);
  });

  test('that is empty changes nothing', async () => {
    const before = (await user.get(path)).body;
    expect(await patch(aForm({}))).toEqual([200, before]);
    expect(await patch({ payload: Buffer.alloc(0), contentType: aForm({}).contentType })).toEqual([200, before]);
  });
});

describe('a form that is none', () => {
  const whole = aForm({ info: 'Z', avatar: { bytes: Buffer.alloc(5000, 'x') } });
  const { payload, contentType } = whole;
  const type = 'multipart/form-data';

  test.each<[string, Form]>([
    ['is cut off in a text', { payload: payload.subarray(0, 90), contentType }],
    ['is cut off in a file', { payload: payload.subarray(0, 3000), contentType }],
    ['is cut off in the headers of a part', { payload: payload.subarray(0, 60), contentType }],
    ['lacks its end', aFormOf([text('info', 'Z')], { end: '' })],
    ['has another boundary than it says', { payload, contentType: `${type}; boundary=other` }],
    ['names no boundary', { payload, contentType: type }],
    ['has a boundary beyond all bounds', { payload, contentType: `${type}; boundary=${'x'.repeat(5000)}` }],
    ['is JSON', { payload: Buffer.from('{"info": "Z"}'), contentType }],
    ['is noise', { payload: Buffer.alloc(5000, 7), contentType }],
    ['has a part without a name', aFormOf(['content-disposition: form-data\r\n\r\nZ'])],
  ])('%s is refused, and nothing of it is kept', async (_what, form) => {
    const before = (await user.get(path)).body;
    expect(await patch(form)).toEqual(unreadable);
    expect((await user.get(path)).body).toEqual(before);
    expect(api.objects.keys).toEqual([]);
  });

  test.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'multipart/mixed; boundary=x'])(
    'but %s is another media type',
    async (contentType) => {
      expect(await patch({ payload: Buffer.from('{}'), contentType })).toEqual([
        415,
        { detail: 'Unsupported Media Type' },
      ]);
    },
  );

  test('but nothing at all is a body that is missing', async () => {
    const { status, body } = await user.call('PATCH', path);
    expect([status, body.detail]).toMatchObject([422, [{ type: 'missing', loc: ['body'] }]]);
  });
});

describe('the fields of a form', () => {
  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'picture',
    '',
    'Info',
    'info[]',
    'a.b',
    'naïve',
  ])('that nobody asked for are refused: %j', async (name) => {
    expect(await faultsOf(aForm([[name, 'x']]))).toEqual([['extra_forbidden', `body.${name}`]]);
    expect(await faultsOf(aForm([[name, { bytes: jpeg }]]))).toEqual([['extra_forbidden', `body.${name}`]]);
    expect(Object.hasOwn(Object.prototype, 'picture')).toBe(false);
  });

  test('are all looked at, whatever one of them is called', async () => {
    const form = aForm({ constructor: 'x', gender: 'x', nickname: 'x' });
    expect((await faultsOf(form)).toSorted()).toEqual([
      ['extra_forbidden', 'body.constructor'],
      ['extra_forbidden', 'body.nickname'],
      ['value_error', 'body.gender'],
    ]);
  });

  test('count as they were given last', async () => {
    const form = aForm([
      ['info', 'first'],
      ['info', 'last'],
    ]);
    expect(await patch(form)).toMatchObject([200, { info: 'last' }]);
  });

  test('are texts: a file in the place of one is none, whatever it is called', async () => {
    expect(await faultsOf(aForm({ first_name: { bytes: jpeg, name: 'Eve' } }))).toEqual([
      ['string_type', 'body.first_name'],
    ]);
  });

  test('are Unicode: halves of characters and bytes that are none do no harm', async () => {
    const bytes = Buffer.concat([Buffer.from(text('info', 'a')), Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xc3])]);
    const [status, body] = await patch(aFormOf([bytes]));
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('a\ufffd');
    const sixteen =
      'content-disposition: form-data; name="info"\r\ncontent-type: text/plain; charset=utf-16le\r\n\r\n\x00\xd8';
    expect(await patch(aFormOf([Buffer.from(sixteen, 'latin1')]))).toMatchObject([422, {}]);
  });

  test.each<[string, () => Form]>([
    ['a text of 10 MB', () => aForm({ info: 'x'.repeat(10_000_000) })],
    ['a text that is just too long', () => aForm({ info: 'x'.repeat(64 * 1024 + 1) })],
    ['thousands of fields', () => aForm(Array.from({ length: 5000 }, (_, at) => [`field${at}`, 'x'] as const))],
    ['a field thousands of times', () => aForm(Array.from({ length: 5000 }, () => ['info', 'x'] as const))],
    ['thousands of files', () => aForm(Array.from({ length: 5000 }, () => ['avatar', { bytes: jpeg }] as const))],
    ['thousands of parts without headers', () => aFormOf(Array.from({ length: 5000 }, () => '\r\n\r\nx'))],
  ])('that are too much are refused: %s', async (_what, make) => {
    expect(await patch(make())).toEqual(tooLarge);
  });

  test('may be as long as 64 kB', async () => {
    const info = 'x'.repeat(64 * 1024);
    expect(await patch(aForm({ info }))).toMatchObject([200, { info }]);
  });
});

describe('the picture of a form', () => {
  test('is a file, not a text', async () => {
    const { status, body } = await user.send('PATCH', path, aForm({ avatar: 'me.jpg' }));
    expect([status, body.detail]).toEqual([
      422,
      [
        {
          type: 'value_error',
          loc: ['body', 'avatar'],
          msg: "Value error, Expected UploadFile, received: <class 'str'>",
          input: 'me.jpg',
        },
      ],
    ]);
  });

  test('given twice is the one that was given last', async () => {
    const gif = Buffer.from('GIF89a');
    const [good, bad] = [{ bytes: jpeg }, { bytes: gif }];
    expect(
      (
        await patch(
          aForm([
            ['avatar', bad],
            ['avatar', good],
          ]),
        )
      )[0],
    ).toBe(200);
    expect(
      (
        await patch(
          aForm([
            ['avatar', good],
            ['avatar', bad],
          ]),
        )
      )[0],
    ).toBe(422);
    await user.delete(`${path}avatar/`);
  });

  test('is not the file under another name, however large that is', async () => {
    const form = aForm({ portrait: { bytes: Buffer.alloc(3_000_000) }, avatar: { bytes: jpeg } });
    expect(await faultsOf(form)).toEqual([['extra_forbidden', 'body.portrait']]);
  });
});
