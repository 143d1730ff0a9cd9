// The bytes of an object in order. A client tries a request again that fails; a body that breaks off is gone on with here,
// from the byte it came to. Memory: a chunk.

import { StackpairsError } from '../errors.ts';
import { type Address, addressText } from './address.ts';
import { ObjectChanged, type ObjectStore, type WantedBytes } from './object-store.ts';

/** Bodies that break off without a byte, one after another, until the network counts as failed. */
const MOST_EMPTY_TURNS = 5;

/** Reads bytes `[from, to)`. Throws `ObjectChanged`, or `network_failed` when trying again does not help. */
export async function* readObject(
  store: ObjectStore,
  object: Address,
  { from, to, etag, signal }: WantedBytes,
): AsyncGenerator<Uint8Array> {
  let empty = 0;
  let cause: unknown;
  // Each turn reads on or counts as empty.
  for (let at = from; at < to && empty < MOST_EMPTY_TURNS; ) {
    const before = at;
    try {
      for await (const chunk of await store.read(object, { from: at, to, etag, signal })) {
        at += chunk.length;
        yield chunk;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof StackpairsError || error instanceof ObjectChanged) throw error;
      cause = error;
    }
    empty = at > before ? 0 : empty + 1;
  }
  if (empty === MOST_EMPTY_TURNS) {
    throw new StackpairsError('network_failed', 'the storage breaks off again and again', {
      at: addressText(object),
      expected: `${to - from} bytes from ${from} on`,
      hint: 'Try again later: what is done stays done',
      cause,
    });
  }
}
