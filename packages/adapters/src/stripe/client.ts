import Stripe from 'stripe';

/** The version of the API that is spoken, whatever the account's own is; it changes with the library's types. */
const API_VERSION = '2026-10-28.endive';

/**
 * The library, set up. On `fetch`, because there its time-out is over the whole attempt, connecting and reading
 * included; Node's own client counts silence alone, and waits for a connection as long as the system does. Without
 * telemetry, which is stored in the home directory of whoever runs the process.
 */
export function clientFor(settings: {
  readonly secretKey: string;
  readonly apiBase: string | undefined;
  readonly retries: number;
  /** Of one attempt, in milliseconds. */
  readonly timeout: number;
}): Stripe {
  const { secretKey, apiBase, retries: maxNetworkRetries, timeout } = settings;
  return new Stripe(secretKey, {
    apiVersion: API_VERSION,
    httpClient: Stripe.createFetchHttpClient(),
    telemetry: false,
    maxNetworkRetries,
    timeout,
    ...(apiBase !== undefined && addressOf(new URL(apiBase))),
  });
}

function addressOf({ protocol, hostname, port }: URL) {
  const isPlain = protocol === 'http:';
  return { protocol: isPlain ? 'http' : 'https', host: hostname, port: Number(port) || (isPlain ? 80 : 443) } as const;
}
