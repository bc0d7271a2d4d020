import type { DestinationStream } from 'pino';

/** Writes the log for a person at a terminal: a line of time, level and words in the place of JSON. */
export function readableLog(write: (text: string) => void): DestinationStream {
  return { write: (line) => write(`${readable(JSON.parse(line))}\n`) };
}

function readable(entry: Readonly<Record<string, unknown>>): string {
  const { time, level, msg, err, method, route, status, ms, request_id: requestId, ...others } = entry;
  const at = String(time).slice(11, 19);
  if (method !== undefined) return `${at} ${status} ${method} ${route ?? '(nothing there)'} ${ms ?? '?'} ms`;
  const details = Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${err.stack}` : '';
  const request = requestId === undefined ? [] : [`request=${requestId}`];
  return [at, String(level).toUpperCase(), msg, ...details, ...request].join(' ') + stack;
}
