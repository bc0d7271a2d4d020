/** The largest body of a request that is no upload, in bytes. */
const bodyLimit = 256 * 1024;

/**
 * How long connections may take over what, in milliseconds. Who sends slowly, or nothing (slowloris), loses the
 * connection; who is idle between two requests keeps it for longer than proxies keep theirs (60 s with nginx and with
 * AWS's load balancers), so that none sends a request into a connection that we are just closing.
 */
export const connectionLimits = {
  bodyLimit,
  /** The whole request, body included. */
  requestTimeout: 30_000,
  keepAliveTimeout: 72_000,
  /** Nothing sent or taken either way; more than any answer takes to begin. */
  connectionTimeout: 60_000,
  http: {
    headersTimeout: 15_000,
    /** How often it is looked whether a request is overdue. */
    connectionsCheckingInterval: 5_000,
  },
} as const;

/** Connections at once; more are closed as they come. Far more than a process can serve, and fewer than exhaust it. */
export const connectionsAtMost = 10_000;
