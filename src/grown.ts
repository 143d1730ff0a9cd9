// Growth of a list of numbers: doubling, so that filling it copies each about once.

type Numbers = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A list with the same numbers and room for as many again. */
export function grown<A extends Numbers>(numbers: A): A {
  const Constructor = numbers.constructor as new (length: number) => A;
  const longer = new Constructor(2 * numbers.length);
  longer.set(numbers);
  return longer;
}
