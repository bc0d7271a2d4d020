import type { Mail } from '@online-cinema/application/ports';

/** Reads a mail with an HTML and a text part, as an SMTP server gets it (RFC 5322, RFC 2045 to 2047). */
export function readMail(raw: string): Mail {
  const { headers, body } = partOf(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) throw new Error('The mail has no parts');
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => partOf(part.replace(/^\r\n/, '').replace(/\r\n$/, '')));
  const contentOf = (type: string) => {
    const part = parts.find((one) => one.headers.get('content-type')?.startsWith(type));
    return part ? decoded(part.body, part.headers.get('content-transfer-encoding')) : '';
  };
  return {
    id: /<(.*)@/.exec(headers.get('message-id') ?? '')?.[1] ?? '',
    to: headers.get('to') ?? '',
    subject: decodedHeader(headers.get('subject') ?? ''),
    html: contentOf('text/html'),
    text: contentOf('text/plain'),
  };
}

function partOf(raw: string): { headers: ReadonlyMap<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body: raw.slice(end + 4) };
}

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return unix(Buffer.from(body, 'base64').toString());
  return unix(encoding === 'quoted-printable' ? unquoted(body.replace(/=\r\n/g, '')) : body);
}

function unquoted(text: string): string {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
}

/** Encoded words; spaces between two of them do not count. */
function decodedHeader(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(B|Q)\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : unquoted(word.replaceAll('_', ' ')),
    );
}

function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
