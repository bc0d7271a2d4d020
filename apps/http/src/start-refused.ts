/** Why the system does not start, in one line for whoever starts it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** In server mode migrating is the operator's to do. */
export function notUpToDate(): StartRefused {
  return new StartRefused('The database is not up to date: run `npm run cinema -- migrate` first.');
}
