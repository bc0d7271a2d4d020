/** Why the system does not start, in one line for whoever starts it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
