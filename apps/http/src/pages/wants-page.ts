/**
 * Whether a client would rather see a page than JSON, by its `Accept` header (RFC 9110, section 12.5.1): it names HTML,
 * and JSON not before it. Whoever takes anything is no browser.
 */
export function wantsPage(accept: string | undefined): boolean {
  const wanted = new Map((accept ?? '').split(',').map(rangeOf));
  const html = Math.max(wanted.get('text/html') ?? 0, wanted.get('application/xhtml+xml') ?? 0);
  return html > 0 && html >= (wanted.get('application/json') ?? 0);
}

/** The media type of a range and how much it is wanted, from 0 to 1. */
function rangeOf(range: string): readonly [type: string, quality: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  return [type, quality === undefined ? 1 : Number(quality) || 0];
}
