/** npm and shells may hand on a Ctrl-C that has come already; copies arrive within this time, in milliseconds. */
const SAME_SIGNAL_WITHIN = 1_000;
/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

/** Says when the operator wants an end. */
interface StopSignal {
  readonly signal: AbortSignal;
  /** Ctrl-C ends the process again, and whatever listens to the signal still is stopped. */
  forget(): void;
}

/** Ctrl-C is a wish to stop in good order; the second time it ends the process at once. */
export function stopSignal(): StopSignal {
  const stopping = new AbortController();
  let askedAt: number | undefined;
  const ask = () => {
    const now = performance.now();
    if (askedAt !== undefined && now - askedAt > SAME_SIGNAL_WITHIN) process.exit(INTERRUPTED);
    askedAt ??= now;
    stopping.abort();
  };
  process.on('SIGINT', ask);
  return {
    signal: stopping.signal,
    forget: () => {
      process.off('SIGINT', ask);
      stopping.abort();
    },
  };
}
