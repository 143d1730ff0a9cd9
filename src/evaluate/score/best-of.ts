// The best k of many, by a heap whose top is the worst of those kept. Memory: 12 bytes a place.

/** Documents by number with their scores, best first. */
export interface Hits {
  readonly documents: Uint32Array;
  readonly scores: Float64Array;
}

/** Takes documents one by one and keeps the best k; of equal scores the lower number. */
export function bestOf(k: number) {
  const documents = new Uint32Array(k);
  const scores = new Float64Array(k);
  let size = 0;
  const isWorse = (a: number, b: number) =>
    scores[a]! < scores[b]! || (scores[a]! === scores[b]! && documents[a]! > documents[b]!);
  const swap = (a: number, b: number) => {
    [documents[a], documents[b]] = [documents[b]!, documents[a]!];
    [scores[a], scores[b]] = [scores[b]!, scores[a]!];
  };
  const sink = (from: number, end: number) => {
    for (let at = from; ; ) {
      const left = 2 * at + 1;
      let worst = at;
      if (left < end && isWorse(left, worst)) worst = left;
      if (left + 1 < end && isWorse(left + 1, worst)) worst = left + 1;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };
  const rise = (from: number) => {
    for (let at = from; at > 0 && isWorse(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
  };
  return {
    offer(document: number, score: number): void {
      if (size < k) {
        documents[size] = document;
        scores[size] = score;
        rise(size++);
      } else if (k > 0 && (score > scores[0]! || (score === scores[0]! && document < documents[0]!))) {
        documents[0] = document;
        scores[0] = score;
        sink(0, size);
      }
    },
    /** Ends it: the heap is sorted where it lies. */
    hits(): Hits {
      for (let end = size - 1; end > 0; end--) {
        swap(0, end);
        sink(0, end);
      }
      return { documents: documents.subarray(0, size), scores: scores.subarray(0, size) };
    },
  };
}
