import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/** Names under which a secret or a mail's text could ever come near a line of the log. */
const neverLogged = [
  'password',
  'old_password',
  'new_password',
  'hashedPassword',
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'authorization',
  'cookie',
  'html',
  'text',
];

/**
 * The log of a process: one JSON object a line on standard output.
 *
 * @param level one of pino's, or `silent`
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: neverLogged.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
      serializers: { err: shown },
    },
    destination,
  );
}

/** An error without what drivers hang on it: the values of the statement that failed. */
function shown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message, stack, ...('code' in error ? { code: error.code } : {}) };
}
