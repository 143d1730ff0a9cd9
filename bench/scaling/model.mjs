// Makes the cost model of src/cost-model.ts of two measurements.
import path from 'node:path';
import { createJiti } from 'jiti';

/** What the model says of a dump of so many bytes: the function that `plan --estimate` calls. */
export const { predict } = await createJiti(import.meta.url).import(
  path.join(import.meta.dirname, '../../src/cost-model.ts'),
);

/** Lines through a small and a large measurement. */
export function fitModel(small, large) {
  const line = (figure) => lineThrough([small.xmlBytes, figure(small)], [large.xmlBytes, figure(large)]);
  const passes = Object.keys(large.cpuSeconds);
  return {
    passes: Object.fromEntries(passes.map((pass) => [pass, line((one) => one.cpuSeconds[pass])])),
    spilled: line((one) => one.spilledBytes),
    written: line((one) => one.writtenBytes),
    rows: line((one) => one.rows),
    digest: large.digestSecondsPerByte,
    peakBytes: large.peakBytes,
  };
}

/** Nothing costs less than nothing, and none gets cheaper by being more: noise alone says so. */
function lineThrough([x1, y1], [x2, y2]) {
  const slope = Math.max(0, (y2 - y1) / (x2 - x1));
  return { start: Math.max(0, y1 - slope * x1), slope };
}
