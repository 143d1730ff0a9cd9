// What goes wrong at the double, by order: each fault waits for the first request it is meant for, and is then used up.

/** One thing that goes wrong, once or a few times, at requests whose path matches. */
export type Fault = { readonly on: RegExp; readonly times?: number } & (
  | { readonly status: number; readonly retryAfter?: string }
  /** The connection is cut after so many bytes of the body. */
  | { readonly cutAfter: number }
  /** One byte of the body is another one. */
  | { readonly corrupt: true }
  /** The body stops for so long after its first byte, in milliseconds. */
  | { readonly stallMs: number }
  /** The body stops after its first byte until this has happened. */
  | { readonly until: Promise<void> }
  /** Something happens before the request is answered: a file changes, an item vanishes. */
  | { readonly meanwhile: () => void }
);

/** Faults in the order they were given. */
export function faultList() {
  let waiting: Fault[] = [];
  return {
    add(...faults: Fault[]) {
      for (const fault of faults) waiting.push(...Array.from({ length: fault.times ?? 1 }, () => fault));
    },
    /** The first that is meant for this path. */
    take(path: string): Fault | undefined {
      const fault = waiting.find(({ on }) => on.test(path));
      if (fault !== undefined) waiting = waiting.toSpliced(waiting.indexOf(fault), 1);
      return fault;
    },
    left: () => waiting.length,
    forgive() {
      waiting = [];
    },
  };
}

/** Something that others wait for until it is opened. */
export function gate() {
  let open = () => {};
  const until = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { until, open: () => open() };
}
