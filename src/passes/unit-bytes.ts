// How much of a plain file a unit reads.

// Big enough to make its overhead vanish, small enough that a killed run loses seconds.
const LEAST_UNIT_BYTES = 64 * 1024 * 1024;
const MOST_UNIT_BYTES = 256 * 1024 * 1024;
const UNITS = 64;

/** The size of units of these inputs together, unless somebody asks for another. */
export function unitBytesOf(inputs: readonly { readonly bytes: number }[]): number {
  const bytes = Math.ceil(inputs.reduce((sum, input) => sum + input.bytes, 0) / UNITS);
  return Math.max(LEAST_UNIT_BYTES, Math.min(bytes, MOST_UNIT_BYTES));
}
