import type { Logger } from 'pino';
import { apiOn } from './api.ts';
import type { Config } from './config.ts';
import { type Mailbox, mailboxPages } from './dev/routes.ts';
import { showsMailbox } from './dev/shows-mailbox.ts';
import { media } from './media.ts';
import type { Metrics } from './metrics.ts';
import { pages } from './pages/routes.ts';
import type { HealthCheck } from './plugins/health.ts';
import type { SharedCounts } from './plugins/rate-limits.ts';
import type { Ports } from './ports.ts';
import { type Checkout, sandboxCheckout } from './sandbox/routes.ts';
import type { ServerDependencies } from './server.ts';
import type { UseCases } from './use-cases.ts';
import { version } from './version.ts';

type Behind = Readonly<{
  ports: Ports;
  useCases: UseCases;
  healthChecks: readonly HealthCheck[];
  metrics: Metrics;
  /** Where the processes count tries together. */
  sharedCounts: SharedCounts | undefined;
  /** Where mails lie that are not sent on. */
  mailbox: Mailbox | undefined;
  /** The sandbox gateway's pay page; other gateways have their own. */
  checkout: Checkout | undefined;
}>;

/** What the server is built from, given everything that stands behind it. */
export function serverDependencies(config: Config, logger: Logger, behind: Behind): ServerDependencies {
  const { ports, useCases, healthChecks, metrics, sharedCounts, checkout } = behind;
  const door = { accessTokens: ports.tokens, authenticate: useCases.authenticate, clock: ports.clock };
  // It shows what mails say, secrets and all.
  const mailbox = showsMailbox(config) ? behind.mailbox : undefined;
  return {
    settings: { ...config, version },
    logger,
    authentication: door,
    docs: { ...door, identifyByPassword: useCases.identifyByPassword, docsAccess: config.docsAccess },
    healthChecks,
    metrics,
    sharedCounts,
    api: apiOn(ports, useCases, config),
    pages: [
      pages({ ...useCases, hasMailbox: mailbox !== undefined }),
      media(ports),
      ...(checkout === undefined ? [] : [sandboxCheckout(checkout)]),
      ...(mailbox === undefined ? [] : [mailboxPages(mailbox)]),
    ],
  };
}
