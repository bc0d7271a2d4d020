import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, DESK, fits, openBrowser, PHONE } from '../support/chromium.ts';
import { Customer, PASSWORD } from '../support/customer.ts';
import { RunningCinema } from '../support/running-cinema.ts';

const NEW_PASSWORD = 'N3w&better pass';

let cinema: RunningCinema;
let browser: Browser;

async function open(): Promise<void> {
  // All visitors share an address here, so that only tries at one account are limited.
  cinema = await RunningCinema.start({ environment: { RATE_LIMIT_PER_ADDRESS: '0' } });
  browser = await openBrowser();
}

async function close(): Promise<void> {
  await browser?.close();
  await cinema?.remove();
}

/** Someone logged in who has asked for a new password, and whose mail is there. */
async function aForgetter(email: string): Promise<Customer> {
  const customer = await Customer.arrive(cinema.url, email);
  await customer.mail('Account Activated Successfully');
  await customer.post('/accounts/password-reset/request/', { email });
  await customer.mail('Password Reset Request');
  return customer;
}

async function choose(page: Page, password: string, repeat = password): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('The same password once more').fill(repeat);
  await page.getByRole('button', { name: 'Set the new password' }).click();
}

/** What the fields hold. */
async function typed(page: Page): Promise<readonly string[]> {
  return Promise.all(
    ['New password', 'The same password once more'].map((label) => page.getByLabel(label).inputValue()),
  );
}

/** What a screen reader says of a field after its name. */
async function descriptionOf(page: Page, label: string): Promise<string> {
  const ids = (await page.getByLabel(label).getAttribute('aria-describedby')) ?? '';
  const texts = ids.split(' ').map((id) => page.locator(`#${id}`).textContent());
  return (await Promise.all(texts)).join('\n').trim();
}

const focusedOn = (page: Page) => page.evaluate<string>('document.activeElement.id || document.activeElement.role');

describe.skipIf(chromiumPath === undefined)('a new password, in a browser (needs the program chromium)', () => {
  beforeAll(open, 60_000);
  afterAll(close);

  describe.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ])('without scripts, at %s', (name, viewport) => {
    const plain = { viewport, javaScriptEnabled: false };
    const place = name.replace(' ', '-');

    it('is chosen by the mail in the mailbox, and ends every session', async () => {
      const customer = await aForgetter(`${place}@example.com`);
      const { page, forbidden } = await aVisitor(browser, plain);
      await page.goto(`${cinema.url}/dev/mailbox`);
      const mail = page.frameLocator(`iframe[title="Password Reset Request, to ${customer.email}"]`);
      await mail.locator('a#link').click();

      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      expect(await page.locator('#email').textContent()).toBe(customer.email);
      expect(await fits(page)).toBe(true);
      expect((await customer.ask('GET', '/accounts/me/')).status).toBe(200);

      await choose(page, NEW_PASSWORD);
      await page.getByRole('heading', { name: 'Your password is new' }).waitFor();
      expect(await fits(page)).toBe(true);
      expect(forbidden).toEqual([]);

      const { status, body } = await customer.ask('GET', '/accounts/me/');
      expect([status, body]).toEqual([401, { detail: 'Token has been revoked.' }]);
      customer.accessToken = undefined;
      const refreshed = await customer.ask('POST', '/accounts/refresh/', { refresh_token: customer.refreshToken });
      expect(refreshed.status).toBe(401);
      const logIn = (password: string) => customer.ask('POST', '/accounts/login/', { email: customer.email, password });
      expect((await logIn(PASSWORD)).status).toBe(401);
      expect((await logIn(NEW_PASSWORD)).status).toBe(201);
      await customer.mail('Your Password Has Been Successfully Reset');
    });

    it('that is weak, or not the same twice, is refused in words and costs nothing', async () => {
      const customer = await aForgetter(`weak-${place}@example.com`);
      const { page, forbidden } = await aVisitor(browser, plain);
      await page.goto(await customer.linkIn('Password Reset Request'));

      await choose(page, 'weak', 'different');
      const alert = page.getByRole('alert');
      expect(await alert.textContent()).toMatch(/breaks 4 rules.*not the same.*Your password is as it was/s);
      expect(await descriptionOf(page, 'New password')).toMatch(
        /at least 8 characters.*uppercase letter.*digit.*special character/s,
      );
      expect(await descriptionOf(page, 'The same password once more')).toBe('The two passwords are not the same.');
      expect(await typed(page)).toEqual(['', '']);
      expect(await fits(page)).toBe(true);
      expect((await customer.ask('GET', '/accounts/me/')).status).toBe(200);

      await choose(page, NEW_PASSWORD, `${NEW_PASSWORD}!`);
      await page.getByRole('link', { name: 'The two passwords are not the same.' }).waitFor();
      await choose(page, NEW_PASSWORD);
      await page.getByRole('heading', { name: 'Your password is new' }).waitFor();
      expect(forbidden).toEqual([]);
    });

    it('is not taken from a link that is spent, or not whole', async () => {
      const customer = await aForgetter(`late-${place}@example.com`);
      const link = await customer.linkIn('Password Reset Request');
      const { page } = await aVisitor(browser, plain);
      for (const heading of ['Your password is new', 'This link is not valid any more']) {
        await page.goto(link);
        await choose(page, NEW_PASSWORD);
        await page.getByRole('heading', { name: heading }).waitFor();
        expect(await fits(page)).toBe(true);
      }
      await page.getByRole('heading', { name: 'This link is not valid any more' }).waitFor();
      await page.goto(link.replace(/&token=.*/, ''));
      await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
      expect(await fits(page)).toBe(true);
    });

    it('is not taken after too many tries, and the form waits for the next minute', async () => {
      const { page } = await aVisitor(browser, plain);
      const link = `${cinema.url}/reset-password?email=guess-${place}%40example.com&token=guess`;
      for (let guess = 0; guess < 6; guess += 1) {
        await page.goto(link);
        await choose(page, NEW_PASSWORD);
      }
      expect(await page.getByRole('alert').textContent()).toMatch(/too many tries.*You can try again in \d+ seconds/s);
      expect(await typed(page)).toEqual(['', '']);
      expect(await fits(page)).toBe(true);
    });
  });

  it.each([true, false])('is chosen with the keyboard alone (scripts: %s)', async (javaScriptEnabled) => {
    const customer = await aForgetter(`keys-${javaScriptEnabled}@example.com`);
    const { page } = await aVisitor(browser, { viewport: DESK, javaScriptEnabled });
    await page.goto(await customer.linkIn('Password Reset Request'));
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const isOutlined = async () =>
      (await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')) === 'solid';

    await press('Tab', 'Tab', 'Tab');
    expect([await focusedOn(page), await isOutlined()]).toEqual(['password', true]);
    await page.keyboard.type('weak');
    await press('Tab');
    expect([await focusedOn(page), await isOutlined()]).toEqual(['repeat', true]);
    await page.keyboard.type('weak');
    await press('Enter');

    // What went wrong is read out at once, and leads to the field.
    await page.getByRole('alert').waitFor();
    expect([await focusedOn(page), await isOutlined()]).toEqual(['alert', true]);
    await press('Tab', 'Enter');
    expect([await focusedOn(page), await isOutlined()]).toEqual(['password', true]);
    await page.keyboard.type(NEW_PASSWORD);
    await press('Tab');
    await page.keyboard.type(NEW_PASSWORD);
    await press('Tab', 'Space');
    await page.getByRole('heading', { name: 'Your password is new' }).waitFor();
  });
});
