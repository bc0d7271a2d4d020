import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type Answer, Customer, PASSWORD } from '../support/customer.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

let cinema: RunningCinema;
beforeAll(async () => {
  // As many log in from here as there are tests.
  const environment = { DEMO_CATALOGUE: 'off', RATE_LIMIT_PER_ADDRESS: '0', RATE_LIMIT_PER_ACCOUNT: '0' };
  cinema = await RunningCinema.start({ environment });
}, 60_000);
afterAll(() => cinema.remove());

let people = 0;
async function someone(): Promise<{ customer: Customer; path: string }> {
  people += 1;
  const customer = await Customer.arrive(cinema.url, `person${people}@example.com`);
  const { id } = await customer.get('/accounts/me/');
  return { customer, path: `/profiles/users/${id}/profile/` };
}

const ann = {
  first_name: 'Ann',
  last_name: 'Lee',
  gender: 'woman',
  date_of_birth: '1990-02-03',
  info: 'Silent films.',
};

/** Sends a form as browsers do. */
async function send(
  { accessToken }: Customer,
  method: 'POST' | 'PATCH',
  path: string,
  fields: Readonly<Record<string, string | Blob>>,
): Promise<Pick<Answer, 'status' | 'body'>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${cinema.url}/api/v1${path}`, { method, headers, body });
  return { status: response.status, body: await response.json() };
}

const photo = async (width = 300) =>
  new Blob([new Uint8Array(await aPicture({ width, height: 200 }).jpeg().toBuffer())], { type: 'image/jpeg' });

/** The pictures that lie on the disk. */
function stored(): readonly string[] {
  const folder = join(cinema.dataDir, 'media', 'avatars');
  return existsSync(folder) ? readdirSync(folder) : [];
}

const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe('from a photo on a phone to a picture on the page', () => {
  it('shows it to everybody under an address that stays right for ever', async () => {
    const { customer, path } = await someone();
    const { status, body } = await send(customer, 'POST', path, { ...ann, avatar: await photo() });
    expect(status).toBe(201);
    expect(body.avatar.startsWith(`${cinema.url}/media/avatars/`)).toBe(true);

    const response = await fetch(body.avatar);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const picture = await sharp(await response.arrayBuffer()).metadata();
    expect(picture).toMatchObject({ format: 'jpeg', width: 300, height: 200 });
    expect((await customer.get('/accounts/me/')).profile).toEqual(body);
  });

  it('gives another picture another address, and clears the old one away', async () => {
    const { customer, path } = await someone();
    const first = (await send(customer, 'POST', path, { ...ann, avatar: await photo() })).body.avatar;
    const second = (await send(customer, 'PATCH', path, { avatar: await photo(100) })).body.avatar;
    expect(second).not.toBe(first);
    await eventually(async () => expect(stored()).not.toContain(nameOf(first)));
    expect((await fetch(first)).status).toBe(404);
    expect((await fetch(second)).status).toBe(200);
    expect(stored()).toContain(nameOf(second));
  });

  it('is told what is wrong with a photo that is too large, and sends another over the same connection', async () => {
    const { customer, path } = await someone();
    const avatar = new Blob([Buffer.alloc(10 * 1024 * 1024, 'x')], { type: 'image/jpeg' });
    const { status, body } = await send(customer, 'POST', path, { ...ann, avatar });
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'avatar'], msg: 'Image size exceeds 1 MB' }]]);
    expect((await send(customer, 'POST', path, { ...ann, avatar: await photo() })).status).toBe(201);
  });
});

it('someone who leaves takes their picture along, and the address is free again', async () => {
  const { customer, path } = await someone();
  const { avatar } = (await send(customer, 'POST', path, { ...ann, avatar: await photo() })).body;
  const gone = await customer.ask('DELETE', '/accounts/me/', { password: PASSWORD });
  expect(gone.status).toBe(204);
  expect((await customer.ask('GET', '/accounts/me/')).body).toEqual({ detail: 'User not found or not active.' });
  await eventually(async () => expect(stored()).not.toContain(nameOf(avatar)));
  expect((await fetch(avatar)).status).toBe(404);
  customer.accessToken = undefined;
  expect((await customer.register()).status).toBe(201);
});

it('a picture outlives a kill of the process', async () => {
  const { customer, path } = await someone();
  const { avatar } = (await send(customer, 'POST', path, { ...ann, avatar: await photo() })).body;
  await cinema.kill();
  await cinema.start();
  expect((await fetch(avatar)).status).toBe(200);
  expect((await customer.get(path)).avatar).toBe(avatar);
});

it('whoever forgot a password follows the link of a mail to another', async () => {
  const { customer } = await someone();
  await customer.post('/accounts/password-reset/request/', { email: customer.email });
  const { searchParams } = new URL(await customer.linkIn('Password Reset Request'));
  const password = 'An0ther!pass';
  const done = await customer.post('/accounts/reset-password/complete/', {
    ...Object.fromEntries(searchParams),
    password,
  });
  expect(done).toEqual({ message: 'Password reset successfully.' });
  expect((await customer.ask('GET', '/accounts/me/')).body).toEqual({ detail: 'Token has been revoked.' });
  customer.accessToken = undefined;
  const again = await customer.ask('POST', '/accounts/login/', { email: customer.email, password });
  expect(again.status).toBe(201);
  await customer.mail('Your Password Has Been Successfully Reset');
});
