import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { errorCodes, type FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { fault, InputRefused } from '../validation/input-fault.ts';
import { jsonInvalid } from '../validation/messages.ts';

/** Reads JSON bodies, and those alone; an empty one is no body at all, and a malformed one is a fault of the input. */
export const json = fastifyPlugin(async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    if (!isPlainUtf8(headers)) return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(headers['content-type']));
    const text = textOf(Buffer.from(body));
    if (text === undefined) return done(new InputRefused([fault(jsonInvalid, ['body', 0], {})]));
    if (text.trim() === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text));
    } catch {
      done(new InputRefused([fault(jsonInvalid, ['body', positionOfFault(text)], {})]));
    }
  });
});

/** JSON is UTF-8 (RFC 8259, section 8.1), and we unpack nothing. */
function isPlainUtf8(headers: IncomingHttpHeaders): boolean {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  return /^utf-?8$/i.test(charset) && encoding === 'identity';
}

/** Undefined for bytes that are no UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/**
 * Where the text stops being JSON. V8 says so for some faults only, so we look for the longest beginning that wants
 * nothing but more text.
 */
function positionOfFault(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUnfinished(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isUnfinished(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = / at position (\d+)/.exec(error.message)?.[1];
    return /^Unexpected end|^Unterminated/.test(error.message) || Number(position) >= beginning.length;
  }
}
