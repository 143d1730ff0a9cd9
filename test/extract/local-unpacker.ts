// An unpacker without threads for tests, which says what it was asked and watches over its memory.
import {
  createUnpacker,
  outputBuffers,
  type Unpacked,
  type Unpacker,
  type UnpackTask,
} from '../../src/extract/index.ts';

/** What a test sees of it. */
export interface LocalUnpacker extends Unpacker {
  readonly tasks: UnpackTask[];
  readonly results: Unpacked[];
  /** Buffers that nobody has. */
  idle(): number;
}

/** Decodes at once, in the test's own thread, with so many buffers. */
export function localUnpacker(count = 1): LocalUnpacker {
  const unpack = createUnpacker();
  const buffers = outputBuffers(count);
  const tasks: UnpackTask[] = [];
  const results: Unpacked[] = [];
  return {
    tasks,
    results,
    buffers,
    unpack: async (task) => {
      tasks.push(task);
      const result = unpack(task);
      results.push(result);
      return result;
    },
    idle: () => {
      const taken: ArrayBuffer[] = [];
      for (let buffer = buffers.takeIdle(); buffer !== undefined; buffer = buffers.takeIdle()) taken.push(buffer);
      for (const buffer of taken) buffers.give(buffer);
      return taken.length;
    },
  };
}
