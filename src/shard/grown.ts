// Growth of a column's buffer: doubling, so that filling a batch copies each value about once.

/** A longer copy of these values, at least twice as long. */
export function grown<A extends Uint8Array | Int32Array>(values: A): A {
  const Constructor = values.constructor as new (length: number) => A;
  const bigger = new Constructor(values.length * 2);
  bigger.set(values);
  return bigger;
}
