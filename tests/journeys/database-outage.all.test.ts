import { expect, it, onTestFinished } from 'vitest';
import { run } from '../support/command.ts';
import { samplesIn } from '../support/prometheus.ts';
import { type App, eventually, RunningCinema } from '../support/running-cinema.ts';
import { PostgresService } from '../support/services/postgres-service.ts';

const timeout = 240_000;

it('while PostgreSQL is down, both apps tell all metrics but those of it, and the operator hears of it once', {
  timeout,
}, async () => {
  const postgres = await PostgresService.start();
  onTestFinished(() => postgres.stop());
  const environment = { DATABASE_URL: postgres.url };
  expect(run('cli', ['migrate'], environment).code).toBe(0);
  const start = async (app: App) => {
    const cinema = await RunningCinema.start({ app, environment });
    onTestFinished(() => cinema.remove());
    return cinema;
  };
  const [web, worker] = [await start('http'), await start('worker')];
  const metricsOf = async ({ url }: RunningCinema) => {
    const answer = await fetch(`${url}/metrics`);
    return { status: answer.status, samples: samplesIn(await answer.text()) };
  };
  const told = (words: string) => worker.output.split('\n').filter((line) => line.includes(words));
  await eventually(async () => expect(told('the worker is at work')).toHaveLength(1));

  await postgres.goDown();
  for (const cinema of [web, worker]) {
    const { status, samples } = await metricsOf(cinema);
    expect(status).toBe(200);
    expect(samples.has('process_cpu_seconds_total')).toBe(true);
    expect([...samples.keys()].filter((name) => name.startsWith('jobs'))).toEqual([]);
  }
  // What pg-boss says again and again is logged every ten seconds: the worker has looked several times by then.
  await eventually(async () => expect(told('"msg":"pg-boss: connect ECONNREFUSED').length).toBeGreaterThan(1), 90_000);
  await postgres.comeUp();
  await eventually(async () => expect(told('The job queue can be reached again')).toHaveLength(1), 90_000);
  expect(told('"msg":"The job queue cannot be reached"')).toHaveLength(1);
  const { samples } = await metricsOf(worker);
  expect(samples.get('alarms_total{alarm="The job queue cannot be reached"}')).toBe(1);
  expect(samples.get('jobs{job="mail-receipt",state="waiting"}')).toBe(0);
});
