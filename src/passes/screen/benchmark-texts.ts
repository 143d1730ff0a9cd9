// The texts of a benchmark in the work folder: JSON lines, and a file of where each begins, so that any one can be read.

import { closeSync, openSync, readSync } from 'node:fs';
import type { ForeignText } from '../../foreign.ts';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';

const OFFSET_BYTES = 8;

/** Files of one benchmark. */
export interface BenchmarkFiles {
  readonly lines: string;
  readonly offsets: string;
}

/** Writes texts one after another; both files whole or not at all. */
export function openBenchmarkTexts(files: BenchmarkFiles) {
  const [lines, offsets] = [openSummedFile(files.lines), openSummedFile(files.offsets)];
  let at = 0;
  const note = () => {
    const offset = Buffer.alloc(OFFSET_BYTES);
    offset.writeDoubleLE(at);
    offsets.write(offset);
  };
  return {
    write({ place, role, text }: ForeignText): void {
      const line = Buffer.from(`${JSON.stringify({ place, role, text })}\n`);
      note();
      lines.write(line);
      at += line.length;
    },
    finish(): WorkFile[] {
      note();
      return [lines.finish(), offsets.finish()];
    },
    abandon(): void {
      lines.abandon();
      offsets.abandon();
    },
  };
}

/** One text of a benchmark. */
export type BenchmarkText = Pick<ForeignText, 'place' | 'role' | 'text'>;

/** Reads single texts by their number until it is closed. */
export function benchmarkTextReader({ lines, offsets }: BenchmarkFiles) {
  const [fd, places] = [openSync(lines, 'r'), openSync(offsets, 'r')];
  const ends = Buffer.alloc(2 * OFFSET_BYTES);
  return {
    read(index: number): BenchmarkText {
      readSync(places, ends, 0, ends.length, OFFSET_BYTES * index);
      const from = ends.readDoubleLE(0);
      const line = Buffer.allocUnsafe(ends.readDoubleLE(OFFSET_BYTES) - from);
      readSync(fd, line, 0, line.length, from);
      return JSON.parse(line.toString());
    },
    close(): void {
      closeSync(fd);
      closeSync(places);
    },
  };
}
