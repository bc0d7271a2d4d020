import { ALARMS, type AlarmName, type JobOutcome } from '@online-cinema/application/ports';
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  prometheusContentType,
  Registry,
} from '@prometheus-io/client';

/** Something that is looked up whenever the metrics are asked for. */
export type Reading = Readonly<{
  name: string;
  help: string;
  labels: readonly string[];
  /** One value for each set of labels, in their order. Rejects where it cannot be had. */
  read: () => Promise<readonly Readonly<{ of: readonly string[]; value: number }>[]>;
}>;

/** An answer to a request; `route` is its pattern, never its path. */
type Answer = Readonly<{ method: string; route: string; status: number; milliseconds: number }>;

const secondsOfRequests = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const secondsOfJobs = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];
/** How long a reading may take before an answer goes without it. */
const patience = 1_000;

/** What a process counts and measures, in the words of Prometheus (https://prometheus.io/docs/practices/naming/). */
export class Metrics {
  readonly contentType = prometheusContentType;
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by the time from their head to the end of their answer; status 499: the client went away before.',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsOfRequests,
    registers: [this.#registry],
  });
  readonly #inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: [this.#registry],
  });
  readonly #shed = this.#counter(
    'http_requests_shed_total',
    'Requests refused with 503 as the event loop was late.',
    [],
  );
  readonly #refusals = this.#counter('rate_limit_refusals_total', 'Tries refused with 429.', ['at', 'limit']);
  readonly #alarms = this.#counter('alarms_total', 'What an operator must look at; the log has the details.', [
    'alarm',
  ]);
  readonly #mailsRefused = this.#counter('mails_refused_total', 'Mails to addresses that there are not.', ['job']);
  readonly #jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'Tries at jobs, and at what the clock asked for; failed ones are repeated, dead ones given up.',
    labelNames: ['job', 'outcome'],
    buckets: secondsOfJobs,
    registers: [this.#registry],
  });

  /** @param version the one that is built into the metrics */
  constructor(version: string) {
    const build = this.#gauge('cinema_build_info', 'Always 1; its labels say what runs.', ['version', 'node']);
    build.labels(version, process.versions.node).set(1);
    // From the beginning: a counter that is born as 1 has not increased in the eyes of Prometheus.
    for (const alarm of ALARMS) this.#alarms.inc({ alarm }, 0);
  }

  /** Measures this process from now on: processor, memory, event loop, garbage. Once a process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  add({ name, help, labels, read }: Reading): void {
    const gauge = this.#gauge(name, help, labels, async () => {
      const values = await withinPatience(read());
      // What cannot be known is left out rather than told as it was.
      gauge.reset();
      // A gauge without labels is 0 after that, and not gone.
      if (values === undefined && labels.length === 0) gauge.remove();
      for (const { of, value } of values ?? []) gauge.labels(...of).set(value);
    });
  }

  requestBegan(): void {
    this.#inFlight.inc();
  }

  requestEnded({ method, route, status, milliseconds }: Answer): void {
    this.#inFlight.dec();
    this.#requests.observe({ method, route, status }, milliseconds / 1_000);
  }

  requestShed(): void {
    this.#shed.inc();
  }

  /** @param limit which of the limits it was */
  tryRefused(at: string, limit: string): void {
    this.#refusals.inc({ at, limit });
  }

  alarmRaised(alarm: AlarmName): void {
    this.#alarms.inc({ alarm });
  }

  mailRefused(job: string): void {
    this.#mailsRefused.inc({ job });
  }

  jobEnded({ name, outcome, milliseconds }: JobOutcome): void {
    this.#jobs.observe({ job: name, outcome }, milliseconds / 1_000);
  }

  /** All of it in Prometheus' text format; what cannot be read within a second is left out. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, labelNames: readonly string[], collect?: () => Promise<void>): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.#registry], ...(collect && { collect }) });
  }
}

async function withinPatience<T>(answer: Promise<T>): Promise<T | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), patience);
  const result = await Promise.race([answer.catch(() => undefined), tooLate]);
  clearTimeout(timer);
  return result;
}
