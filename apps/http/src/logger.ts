import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { LogOutput } from './log-output.ts';

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
 * A log: one JSON object a line.
 *
 * @param level one of pino's, or `silent`
 * @param whose what stands on every line
 */
export function createLogger(
  level: string,
  destination: DestinationStream,
  whose: Readonly<Record<string, unknown>> | null = null,
): Logger {
  return pino(
    {
      level,
      base: whose,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: neverLogged.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
      serializers: { err: shown },
    },
    destination,
  );
}

/** The log of a process, on its standard output; every line says which app and which process it is of. */
export function logOfProcess(app: 'http' | 'worker', level: string): Logger {
  return createLogger(level, new LogOutput(1), { app, pid: process.pid });
}

/** An error without what drivers hang on it: the values of the statement that failed. */
function shown(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message, stack, ...('code' in error ? { code: error.code } : {}) };
}
