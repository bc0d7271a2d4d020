import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import { ownCompilers } from './own-compilers.ts';
import { answerNotFound } from './pages/nothing-here.ts';
import { type AuthenticationDependencies, authentication } from './plugins/authentication.ts';
import { crossOrigin } from './plugins/cross-origin.ts';
import { type DocsAccessNeeds, docsGuard } from './plugins/docs-access.ts';
import { documentation } from './plugins/documentation.ts';
import { errors } from './plugins/errors.ts';
import { type HealthCheck, health } from './plugins/health.ts';
import { json } from './plugins/json.ts';
import { loadShedding } from './plugins/load-shedding.ts';
import { locations } from './plugins/locations.ts';
import { metrics } from './plugins/metrics.ts';
import { type RateLimits, rateLimits, type SharedCounts } from './plugins/rate-limits.ts';
import { requestIdentity, requestIdOf } from './plugins/request-identity.ts';
import { requestLog } from './plugins/request-log.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { staffDeeds } from './plugins/staff-deeds.ts';
import { unknownPaths } from './plugins/unknown-paths.ts';
import { validation } from './plugins/validation.ts';
import { RequestLogger } from './request-logger.ts';
import { connectionLimits, connectionsAtMost } from './time-limits.ts';
import type { Routes, Server, TypeBoxTypeProvider } from './type-provider.ts';

export type ServerSettings = Readonly<{
  version: string;
  opsToken: string | undefined;
  trustedProxies: readonly string[];
  corsOrigins: readonly string[];
  rateLimits: RateLimits;
  /** Where browsers find this system. */
  publicUrl: string;
  /** Milliseconds by which the event loop may be late before requests are refused; 0 refuses none. */
  maxEventLoopDelay: number;
}>;

export type ServerDependencies = Readonly<{
  settings: ServerSettings;
  logger: Logger;
  authentication: AuthenticationDependencies;
  docs: DocsAccessNeeds;
  healthChecks: readonly HealthCheck[];
  metrics: Metrics;
  /** Where the processes count tries together; undefined: each counts for itself. */
  sharedCounts: SharedCounts | undefined;
  /** The routes of every context, below `/api/v1`. */
  api: readonly Routes[];
  /** What is not the API: pages for browsers, the mailbox, the sandbox's pay page. */
  pages: readonly Routes[];
}>;

/** The server with all of its routes, ready to listen or to be injected into. It owns nothing of what it was given. */
export async function buildServer(dependencies: ServerDependencies): Promise<Server> {
  const { settings, logger } = dependencies;
  const app: Server = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    childLoggerFactory: (_, bindings) => new RequestLogger(logger, bindings),
    schemaController: ownCompilers,
    genReqId: requestIdOf,
    requestIdHeader: false,
    ...connectionLimits,
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    // What still comes in by open connections while we stop is done, and the connection closed.
    return503OnClosing: false,
    frameworkErrors: answerUnreadablePath,
    clientErrorHandler: answerUnreadableRequest,
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.server.maxConnections = connectionsAtMost;

  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
  });

  // Or else a client that is answered now would keep its connection, and us waiting for it.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping) reply.header('connection', 'close');
    done(null, payload);
  });

  // Before any route: what was registered earlier would answer errors in Fastify's words.
  await app.register(errors);
  await app.register(metrics, { metrics: dependencies.metrics, opsToken: settings.opsToken });
  await app.register(requestIdentity);
  await app.register(securityHeaders, settings);
  await app.register(crossOrigin, { origins: settings.corsOrigins });
  await app.register(loadShedding, { ...settings, metrics: dependencies.metrics });
  // Before whatever looks something up.
  await app.register(rateLimits, {
    ...settings.rateLimits,
    sharedCounts: dependencies.sharedCounts,
    metrics: dependencies.metrics,
  });
  await app.register(unknownPaths);
  await app.register(authentication, dependencies.authentication);
  await app.register(json);
  await app.register(validation);
  await app.register(locations);
  await app.register(requestLog);
  await app.register(staffDeeds);
  await app.register(documentation, {
    version: settings.version,
    publicUrl: settings.publicUrl,
    guard: docsGuard(dependencies.docs),
  });
  await app.register(health, {
    checks: dependencies.healthChecks,
    opsToken: settings.opsToken,
    isStopping: () => isStopping,
  });
  await app.register(api(dependencies.api), { prefix: '/api/v1' });
  for (const page of dependencies.pages) await app.register(page);
  await app.ready();
  return app;
}

function api(contexts: readonly Routes[]): Routes {
  return async (app) => {
    app.addHook('onRoute', ({ config, method, url }) => {
      if (config?.who === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`);
    });
    for (const routes of contexts) await app.register(routes);
  };
}

/** A path that is not even well encoded names nothing. */
function answerUnreadablePath(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  answerNotFound(request, reply.header('x-request-id', request.id));
}

const statusOfParserError: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP never becomes a request; it is answered on the socket, in the shape of every other error. */
function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const status = statusOfParserError[error.code ?? ''] ?? 400;
  const reason = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ detail: reason });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${randomUUID()}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
