/**
 * Preloaded (`node --import`) into a process whose clock shall be so many milliseconds ahead: `CLOCK_AHEAD`. Timers run
 * as ever.
 */
const ahead = Number(process.env['CLOCK_AHEAD'] ?? 0);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct(target, args: unknown[], newTarget) {
    return Reflect.construct(target, args.length === 0 ? [target.now() + ahead] : args, newTarget);
  },
  get(target, property) {
    return property === 'now' ? () => target.now() + ahead : Reflect.get(target, property);
  },
});
