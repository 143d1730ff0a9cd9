// What is asked of object storage, whoever speaks to it.

import type { Address } from './address.ts';

/** An object as a listing tells it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since 1970, whole seconds: not every server knows more. */
  readonly modified: number;
  /** Says whether it is still the same. */
  readonly etag: string;
}

/** Bytes `[from, to)` of an object that is still the same. */
export interface WantedBytes {
  readonly from: number;
  readonly to: number;
  readonly etag: string;
  readonly signal?: AbortSignal | undefined;
}

/** Storage of objects: each appears whole or not at all. */
export interface ObjectStore {
  /** All objects whose keys begin so, in the order of their keys. */
  list(prefix: Address): AsyncIterable<StoredObject>;
  /** Throws `ObjectChanged` if it is another one by now. The bytes may end early, with or without an error. */
  read(object: Address, wanted: WantedBytes): Promise<AsyncIterable<Uint8Array>>;
  /** Stores a file and gives the tag of the object; undefined if only a new one was wanted, and there is one. */
  write(object: Address, path: string, options?: { readonly ifAbsent?: boolean }): Promise<string | undefined>;
  /** Removes it, if it is there. */
  remove(object: Address): Promise<void>;
  close(): void;
}

/** An object is not the one that was listed. */
export class ObjectChanged extends Error {}
