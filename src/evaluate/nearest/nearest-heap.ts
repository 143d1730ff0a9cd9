// The k nearest of all documents that a query was held against: a binary heap with the farthest on top, in arrays that
// several heaps share. Of two that are as near, the one of the lower number is nearer, so what is kept does not depend on
// the order they come in.

/** Heaps of k entries each, one behind another. */
export interface Heaps {
  readonly k: number;
  readonly ids: Uint32Array;
  readonly scores: Float32Array;
  /** Entries of each heap. */
  readonly sizes: Uint32Array;
}

/** Empty heaps. */
export function createHeaps(count: number, k: number): Heaps {
  return { k, ids: new Uint32Array(count * k), scores: new Float32Array(count * k), sizes: new Uint32Array(count) };
}

/** The score below which nothing enters a heap. */
export function leastScore({ k, scores, sizes }: Heaps, heap: number): number {
  return sizes[heap]! < k ? Number.NEGATIVE_INFINITY : scores[heap * k]!;
}

/** Offers a document. */
export function offer(heaps: Heaps, heap: number, id: number, score: number): void {
  const { k, ids, scores, sizes } = heaps;
  const from = heap * k;
  const size = sizes[heap]!;
  if (size < k) {
    sizes[heap] = size + 1;
    climb(heaps, from, size, id, score);
  } else if (isFarther(scores[from]!, ids[from]!, score, id)) {
    sink(heaps, from, size, id, score);
  }
}

/** Writes a heap's entries, best first, and leaves it empty. */
export function drain(
  heaps: Heaps,
  heap: number,
  to: { readonly ids: Uint32Array; readonly scores: Float32Array },
): void {
  const { k, ids, scores, sizes } = heaps;
  const from = heap * k;
  for (let size = sizes[heap]!; size > 0; size--) {
    to.ids[size - 1] = ids[from]!;
    to.scores[size - 1] = scores[from]!;
    const last = from + size - 1;
    sink(heaps, from, size - 1, ids[last]!, scores[last]!);
  }
  sizes[heap] = 0;
}

/** Whether the first of two documents is the farther one. */
function isFarther(score: number, id: number, otherScore: number, otherId: number): boolean {
  return score < otherScore || (score === otherScore && id > otherId);
}

/** Puts an entry at the end of a heap of so many, and lifts it to where it belongs. */
function climb({ ids, scores }: Heaps, from: number, size: number, id: number, score: number): void {
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isFarther(score, id, scores[from + parent]!, ids[from + parent]!)) break;
    scores[from + at] = scores[from + parent]!;
    ids[from + at] = ids[from + parent]!;
    at = parent;
  }
  scores[from + at] = score;
  ids[from + at] = id;
}

/** Puts an entry in the place of the top of a heap of so many, and lets it down to where it belongs. */
function sink({ ids, scores }: Heaps, from: number, size: number, id: number, score: number): void {
  let at = 0;
  for (let child = 1; child < size; child = 2 * at + 1) {
    const other = child + 1;
    const isOther =
      other < size && isFarther(scores[from + other]!, ids[from + other]!, scores[from + child]!, ids[from + child]!);
    const farthest = isOther ? other : child;
    if (!isFarther(scores[from + farthest]!, ids[from + farthest]!, score, id)) break;
    scores[from + at] = scores[from + farthest]!;
    ids[from + at] = ids[from + farthest]!;
    at = farthest;
  }
  scores[from + at] = score;
  ids[from + at] = id;
}
