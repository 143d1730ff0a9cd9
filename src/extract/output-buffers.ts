// The memory that ranges are unpacked into, of all inputs of a build together. Whoever wants a range decoded needs one of
// these first, so their number bounds what is decoded and not yet used: `count` times OUTPUT_BYTES, used again and again.
// No input waits for ever: one that holds buffers has its next range among them, and gives that one back when it was used.

/** 32 times the 128 KiB of a range: no dump shrinks more. What does is decoded in several turns. */
const OUTPUT_BYTES = 4 << 20;

/** Buffers to take and to give back. */
export interface OutputBuffers {
  /** One, as soon as there is one; those who came first are served first. */
  take(): Promise<ArrayBuffer>;
  /** One, if there is one now. */
  takeIdle(): ArrayBuffer | undefined;
  /** Gives one back; without it, says that one was lost with the thread that had it. */
  give(buffer?: ArrayBuffer): void;
}

/** So many buffers, each made when it is first wanted. A page that was never written to costs nothing. */
export function outputBuffers(count: number): OutputBuffers {
  const idle: ArrayBuffer[] = [];
  const waiting: ((buffer: ArrayBuffer) => void)[] = [];
  let unmade = count;
  const takeIdle = () => {
    if (idle.length > 0) return idle.pop();
    if (unmade === 0) return undefined;
    unmade--;
    return make();
  };
  return {
    takeIdle,
    take() {
      const buffer = takeIdle();
      return buffer === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(buffer);
    },
    give(buffer = make()) {
      const first = waiting.shift();
      if (first === undefined) idle.push(buffer);
      else first(buffer);
    },
  };
}

function make(): ArrayBuffer {
  return new ArrayBuffer(OUTPUT_BYTES);
}
