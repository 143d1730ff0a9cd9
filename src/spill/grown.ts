// Growth of a list of numbers: doubling, so that filling it copies each about once.

/** A list with the same numbers and room for as many again. */
export function grown(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * values.length);
  longer.set(values);
  return longer;
}
