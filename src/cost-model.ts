// The cost model: everything a build takes is a line over the bytes of XML that it reads. `plan --estimate` and the
// measurements of docs/scaling.md use this one.

import { sum } from './sum.ts';

/** What it takes to begin, and what each byte costs. */
export interface Line {
  readonly start: number;
  readonly slope: number;
}

/** Lines of a pipeline. */
export interface CostModel {
  /** CPU seconds by pass, of processes with one thread. */
  readonly passes: Readonly<Record<string, Line>>;
  /** Bytes of partitions, and of the dataset. */
  readonly spilled: Line;
  readonly written: Line;
  readonly rows: Line;
  /** CPU seconds that a byte takes to be digested, which are among those of the read pass. */
  readonly digest: number;
  /** Memory of a process with one thread. */
  readonly peakBytes: number;
}

/** What a build takes. */
export interface Cost {
  /** CPU seconds by pass, in the order of the passes. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly allCpuSeconds: number;
  readonly spilledBytes: number;
  readonly writtenBytes: number;
  readonly rows: number;
}

/** What the model says of a dump of so many bytes. */
export function predict({ passes, spilled, written, rows }: CostModel, xmlBytes: number): Cost {
  const seconds = Object.fromEntries(Object.entries(passes).map(([pass, line]) => [pass, valueAt(line, xmlBytes)]));
  return {
    seconds,
    allCpuSeconds: sum(Object.values(seconds)),
    spilledBytes: valueAt(spilled, xmlBytes),
    writtenBytes: valueAt(written, xmlBytes),
    rows: Math.round(valueAt(rows, xmlBytes)),
  };
}

function valueAt({ start, slope }: Line, x: number): number {
  return start + slope * x;
}
