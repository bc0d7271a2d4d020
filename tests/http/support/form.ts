/** A form as it goes over the wire (RFC 7578). */
export interface Form {
  readonly payload: Buffer;
  readonly contentType: string;
}

/** A part of a form: a text, or a file by its bytes and the name that the sender gives it. */
export type Part = string | { readonly bytes: Uint8Array; readonly name?: string };

const BOUNDARY = '----a-boundary-that-is-in-none-of-the-parts';

/** A form of these fields, in their order; a name may come more than once. */
export function aForm(fields: Readonly<Record<string, Part>> | readonly (readonly [string, Part])[]): Form {
  const entries = isList(fields) ? fields : Object.entries(fields);
  return aFormOf(entries.map(([name, part]) => partOf(name, part)));
}

/** A form of parts that are written by hand, each with its headers; `end` is what comes after the last. */
export function aFormOf(parts: readonly (string | Buffer)[], { end = `--${BOUNDARY}--\r\n` } = {}): Form {
  const pieces = parts.flatMap((part) => [Buffer.from(`--${BOUNDARY}\r\n`), Buffer.from(part), Buffer.from('\r\n')]);
  return {
    payload: Buffer.concat([...pieces, Buffer.from(end)]),
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

function partOf(name: string, part: Part): Buffer {
  const disposition = `content-disposition: form-data; name="${escaped(name)}"`;
  if (typeof part === 'string') return Buffer.from(`${disposition}\r\n\r\n${part}`);
  const head = `${disposition}; filename="${escaped(part.name ?? 'me.jpg')}"\r\ncontent-type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), part.bytes]);
}

/** As browsers write a name (https://html.spec.whatwg.org/#multipart-form-data). */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function isList(fields: unknown): fields is readonly (readonly [string, Part])[] {
  return Array.isArray(fields);
}
