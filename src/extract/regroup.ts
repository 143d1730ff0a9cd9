// Chunk sizes and first bytes of a byte stream. Pipes give 64 KiB at a time; what follows works best on about 1 MiB.

/** Joins chunks until they reach `bytes`; holds no more than that and one chunk. Empty chunks vanish. */
export async function* gather(source: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of source) {
    parts.push(chunk);
    held += chunk.length;
    if (held >= bytes) {
      yield join(parts);
      parts = [];
      held = 0;
    }
  }
  if (held > 0) {
    yield join(parts);
  }
}

/** Joins the first chunks until they hold `bytes`; all others pass as they are and are never held. */
export async function* joinFirst(source: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of source) {
    if (first === undefined || (first.length === 0 && chunk.length >= bytes)) {
      first = undefined;
      yield chunk;
      continue;
    }
    first = Buffer.concat([first, chunk]);
    if (first.length < bytes) continue;
    yield first;
    first = undefined;
  }
  if (first !== undefined && first.length > 0) yield first;
}

/** The first `bytes` bytes, or all when there are fewer, and the whole stream with them. */
export async function peek(source: AsyncIterable<Uint8Array>, bytes: number) {
  const rest = gather(source, bytes);
  const first = await rest.next();
  const head = first.done === true ? new Uint8Array(0) : first.value;
  return { head: head.subarray(0, bytes), whole: prepend(head, rest) };
}

async function* prepend(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
