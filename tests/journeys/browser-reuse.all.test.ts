import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, barriersOn, chromiumPath, DESK, fits, openBrowser, PHONE } from '../support/chromium.ts';
import { ROOT } from '../support/dockerfile.ts';
import { fencedBlocks } from '../support/documented-code.ts';
import { machineEnvironment } from '../support/machine-environment.ts';
import { eventually } from '../support/running-cinema.ts';

/** What is not ours to write here: the folder as it is after an installation. */
const installed = /node_modules|domain\.tgz/;

let folder: string;
let server: ChildProcess;
let url: string;
let browser: Browser;

/** Opens the page as its documentation says, in a copy of its folder. */
async function open(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'online-cinema-page-'));
  const filter = (path: string) => !installed.test(path);
  cpSync(join(ROOT, 'examples/browser'), folder, { recursive: true, filter });
  const commands =
    fencedBlocks('docs/reusing-the-domain.md').find(({ code }) => code.includes('npm start'))?.code ?? '';
  let output = '';
  // A group of its own, as npm hands no signal on to what it started.
  server = spawn('sh', ['-ec', commands.replaceAll('examples/browser', folder)], {
    cwd: ROOT,
    env: { ...machineEnvironment(), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  server.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  url = await eventually(async () => {
    if (server.exitCode !== null) return '';
    return /^Open (http:\S+)$/m.exec(output)?.[1] ?? expect.fail(output);
  }, 100_000);
  expect(url, output).not.toBe('');
  browser = await openBrowser();
}

async function close(): Promise<void> {
  await browser?.close();
  if (server?.pid !== undefined && server.exitCode === null) {
    const ended = once(server, 'close');
    process.kill(-server.pid, 'SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const order = (page: Page) => page.locator('#order').textContent();
const refusals = async (page: Page) =>
  (await page.getByRole('alert').allTextContents()).filter((refusal) => refusal !== '');

describe.skipIf(chromiumPath === undefined)('the page without a bundler (needs the program chromium)', () => {
  beforeAll(open, 120_000);
  afterAll(close);

  async function visit(viewport = DESK) {
    const visitor = await aVisitor(browser, { viewport });
    const loaded: string[] = [];
    visitor.page.on('request', (request) => loaded.push(request.url()));
    await visitor.page.goto(url);
    await visitor.page.getByText('In the cart: 0').waitFor();
    return { ...visitor, loaded };
  }

  it('is made of the modules of the package, and of nothing from elsewhere', async () => {
    const { loaded, forbidden } = await visit();
    expect(loaded.filter((each) => !each.startsWith(url) && !each.startsWith('data:'))).toEqual([]);
    expect(loaded).toContain(`${url}/node_modules/@online-cinema/domain/dist/ordering/order.js`);
    expect(forbidden).toEqual([]);
  });

  it('tells what is wrong with a registration in the words of the API', async () => {
    const { page } = await visit();
    const faults = () => page.locator('.faults li').allTextContents();
    await page.getByLabel('E-mail address').fill('ann');
    await page.getByLabel('Password').fill('secret');
    await page.getByLabel('Password').press('Enter');
    expect(await faults()).toEqual([
      'value is not a valid email address: An email address must have an @-sign.',
      'Password must contain at least 8 characters.',
      'Password must contain at least one uppercase letter.',
      'Password must contain at least one digit.',
      'Password must contain at least one special character: @, $, !, %, *, ?, #, &.',
    ]);
    expect(await page.evaluate('document.activeElement.id')).toBe('email');
    await page.getByLabel('E-mail address').fill('Ann@Example.com');
    await page.getByLabel('Password').fill('Str0ng!pass');
    await press(page, 'Register');
    expect(await faults()).toEqual([]);
    expect(await page.locator('#registered').textContent()).toBe('ann@example.com can be registered.');
  });

  it('totals a cart, and takes only what is for sale', async () => {
    const { page } = await visit();
    const cart = () => page.locator('#cart').textContent();
    await press(page, 'Place the order');
    expect(await refusals(page)).toEqual(['Cart is empty.']);
    await press(page, 'Add The Shawshank Redemption');
    await press(page, 'Add The Shining');
    expect(await cart()).toBe('In the cart: 2, together 19.98 USD.');
    await press(page, 'Add A film not yet in the shops');
    expect(await refusals(page)).toEqual(['Movie is not for sale.']);
    await press(page, 'Remove The Shawshank Redemption');
    expect(await cart()).toBe('In the cart: 1, together 8.99 USD.');
    expect(await refusals(page)).toEqual([]);
  });

  it('leads an order from pending to paid to refunded, and refuses what comes too early or too late', async () => {
    const { page } = await visit();
    await press(page, 'Add The Shining');
    await press(page, 'Place the order');
    expect(await order(page)).toBe('Order 1 is pending: The Shining, 8.99 USD.');
    await press(page, 'Refund');
    expect(await refusals(page)).toEqual(['Order is not paid.']);
    await press(page, 'Pay');
    expect(await order(page)).toBe('Order 1 is paid: The Shining, 8.99 USD.');
    expect(await refusals(page)).toEqual([]);
    await press(page, 'Pay');
    expect(await refusals(page)).toEqual(['Order is not pending.']);
    await press(page, 'Cancel');
    expect(await refusals(page)).toEqual(['Paid orders cannot be cancelled. Please request a refund.']);
    await press(page, 'Add The Shining');
    expect(await refusals(page)).toContain('Movie already purchased.');
    await press(page, 'Refund');
    expect(await order(page)).toBe('Order 1 is cancelled: The Shining, 8.99 USD.');
    await press(page, 'Refund');
    expect(await refusals(page)).toContain('Cancelled orders cannot be refunded.');
    await press(page, 'Add The Shining');
    expect(await page.locator('#cart').textContent()).toBe('In the cart: 1, together 8.99 USD.');
  });

  it('lets an order be cancelled, once, and another be placed only then', async () => {
    const { page } = await visit();
    await press(page, 'Add The Shining');
    await press(page, 'Place the order');
    await press(page, 'Add The Shining');
    expect(await refusals(page)).toEqual(['Movie is currently in the order in the pending status.']);
    await press(page, 'Add Nosferatu');
    await press(page, 'Place the order');
    expect(await refusals(page)).toEqual(['You already have an unpaid (pending) order.']);
    await press(page, 'Cancel');
    expect(await order(page)).toBe('Order 1 is cancelled: The Shining, 8.99 USD.');
    await press(page, 'Cancel');
    expect(await refusals(page)).toContain('Order is already cancelled.');
    await press(page, 'Place the order');
    expect(await order(page)).toBe('Order 2 is paid: Nosferatu, 0.00 USD.');
  });

  it.each([
    ['a phone', PHONE],
    ['a desk', DESK],
    ['a phone, or a desk magnified to 400 %', { width: 320, height: 568 }],
  ])('stands in nobody’s way at %s', async (_, viewport) => {
    const { page } = await visit(viewport);
    const look = async () => expect([await barriersOn(page), await fits(page)]).toEqual([[], true]);
    await look();
    await press(page, 'Register');
    await press(page, 'Add A film not yet in the shops');
    await press(page, 'Add The Shining');
    await press(page, 'Place the order');
    await press(page, 'Refund');
    await look();
  });

  it('is written against the types of the package', () => {
    const compilerOptions = {
      ...{ strict: true, allowJs: true, checkJs: true, noEmit: true, types: [], lib: ['es2023', 'dom'] },
      ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler' },
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['registration.js', 'shop.js'] }),
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' });
    expect(stdout + stderr).toBe('');
  });
});
