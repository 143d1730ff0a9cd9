// The cost model: everything a build takes is a line over the bytes of XML that it reads.

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

/** What the model says of a dump of so many bytes. */
export function predict(model, xmlBytes) {
  const seconds = Object.values(model.passes).map((line) => valueAt(line, xmlBytes));
  return {
    allCpuSeconds: seconds.reduce((total, one) => total + one, 0),
    spilledBytes: valueAt(model.spilled, xmlBytes),
    writtenBytes: valueAt(model.written, xmlBytes),
    rows: Math.round(valueAt(model.rows, xmlBytes)),
  };
}

/** The value of a line. */
export function valueAt({ start, slope }, x) {
  return start + slope * x;
}

/** Nothing costs less than nothing, and none gets cheaper by being more: noise alone says so. */
function lineThrough([x1, y1], [x2, y2]) {
  const slope = Math.max(0, (y2 - y1) / (x2 - x1));
  return { start: Math.max(0, y1 - slope * x1), slope };
}
