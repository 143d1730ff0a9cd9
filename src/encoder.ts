// What turns texts into vectors, and what finds the nearest of them: interfaces that rooms and commands share. Vectors lie
// flat, one behind another, in 32-bit floats; inner product of normalised vectors is their cosine.

/** What a text is to a search: a model may put another prompt before each. */
export type TextRole = 'query' | 'document';

/** Turns texts into vectors of one length. */
export interface Encoder {
  /** The model, as tables of results show it. */
  readonly name: string;
  readonly dimensions: number;
  /**
   * Gives one normalised vector a text, in their order: n × `dimensions`. `ids` are those of the texts in their set, by
   * which precomputed vectors are found; where they are left out, a text is its own id.
   */
  encode(texts: readonly string[], role: TextRole, ids?: readonly string[]): Promise<Float32Array>;
  /**
   * Tells the encoder from any other whose vectors differ: its vectors may be kept by this, the role and the text. Left out
   * where they are not to be kept, as those that were computed elsewhere.
   */
  identity?(): Promise<string>;
  close(): Promise<void>;
}

/** Vectors of one length. */
export interface Vectors {
  readonly count: number;
  readonly dimensions: number;
  /** count × dimensions; on a SharedArrayBuffer, threads read it without a copy. */
  readonly data: Float32Array;
}

/** For each query the nearest documents, best first; of two that are as near, the one of the lower number. */
export interface Neighbours {
  readonly queries: number;
  /** Neighbours of each query: what was asked for, or all documents where there are fewer. */
  readonly k: number;
  /** Numbers of documents, counted from 0: queries × k. */
  readonly ids: Uint32Array;
  /** Inner products: queries × k. */
  readonly scores: Float32Array;
}

/** What is searched, and for how many. */
export interface NearestRequest {
  readonly queries: Vectors;
  readonly documents: Vectors;
  readonly k: number;
  /** Threads at work; 0 does all in the calling one. */
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/** Finds the k documents of greatest inner product for each query, by comparing it with all of them. */
export type FindNearest = (request: NearestRequest) => Promise<Neighbours>;

/** Room for vectors that threads can share. */
export function createVectors(count: number, dimensions: number): Vectors {
  return { count, dimensions, data: new Float32Array(new SharedArrayBuffer(4 * count * dimensions)) };
}
