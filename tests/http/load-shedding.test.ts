import { Metrics } from '@online-cinema/http/metrics';
import type { Routes } from '@online-cinema/http/type-provider';
import { afterEach, expect, test } from 'vitest';
import { samplesIn } from '../support/prometheus.ts';
import { eventually } from '../support/running-cinema.ts';
import { aServer, aServerSettings } from './support/a-server.ts';

const aFilm: Routes = async (api) => {
  api.get('/films/', { config: { who: 'anyone' }, schema: {} }, async () => ({ name: 'Alien' }));
};

let stop = () => {};
afterEach(() => stop());

/** Has every turn of the event loop take so many milliseconds, until `stop`. */
function makeLate(milliseconds: number) {
  const timer = setInterval(() => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  }, 1);
  stop = () => clearInterval(timer);
}

async function aServerUnderPressure(maxEventLoopDelay: number) {
  const metrics = new Metrics('1.2.3');
  const settings = { ...aServerSettings, maxEventLoopDelay, corsOrigins: ['https://shop.example'] };
  const { app } = await aServer({ settings, api: [aFilm], metrics });
  const ask = (url: string) => app.inject({ url, headers: { origin: 'https://shop.example' } });
  return { app, ask, metrics };
}

test('requests are refused while the event loop is late, and taken again once it is not', {
  timeout: 60_000,
}, async () => {
  const { app, ask, metrics } = await aServerUnderPressure(50);
  makeLate(200);
  const refused = await eventually(async () => {
    const answer = await ask('/api/v1/films/');
    expect(answer.statusCode).toBe(503);
    return answer;
  });
  expect(refused.json()).toEqual({ detail: 'The service is temporarily unavailable. Please try again later.' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.headers['x-request-id']).toBeDefined();
  expect(refused.headers['access-control-allow-origin']).toBe('https://shop.example');

  for (const url of ['/health/live', '/health/ready', '/metrics']) {
    expect([url, (await ask(url)).statusCode]).toEqual([url, 200]);
  }
  expect(samplesIn(await metrics.text()).get('http_requests_shed_total')).toBeGreaterThan(0);

  stop();
  await eventually(async () => expect((await ask('/api/v1/films/')).statusCode).toBe(200));
  await app.close();
});

test('a bound of 0 refuses none', { timeout: 60_000 }, async () => {
  const { app, ask } = await aServerUnderPressure(0);
  const other = await aServerUnderPressure(50);
  makeLate(200);
  // By now a server with a bound has noticed.
  await eventually(async () => expect((await other.ask('/api/v1/films/')).statusCode).toBe(503));
  expect((await ask('/api/v1/films/')).statusCode).toBe(200);
  await app.close();
  await other.app.close();
});
