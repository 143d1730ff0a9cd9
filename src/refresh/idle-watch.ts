// A signal for a connection that stands still: it is aborted when nothing came for too long.

/** Watches one connection. */
export interface IdleWatch {
  readonly signal: AbortSignal;
  /** Something came. */
  touch(): void;
  end(): void;
}

/** Starts to watch; `signal` aborts as well. */
export function watchIdle(milliseconds: number, signal: AbortSignal | undefined): IdleWatch {
  const stop = new AbortController();
  // The connection itself keeps the process alive, so the timer need not.
  const start = () => setTimeout(() => stop.abort(new Error('nothing came for too long')), milliseconds).unref();
  let timer = start();
  return {
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
    touch() {
      clearTimeout(timer);
      timer = start();
    },
    end: () => clearTimeout(timer),
  };
}
