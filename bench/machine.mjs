// One sentence about the machine the figures belong to.
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Processor, cores, memory and Node version. */
export function machine() {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${availableParallelism()} cores, ${memoryGib} GiB, ${process.platform}, Node ${process.versions.node}.`;
}
