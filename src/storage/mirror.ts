// Folders of object storage as folders of this machine. What was looked at is there under its name, with its size and date;
// JSON files are there whole, of any other the bytes that were fetched, and holes in place of the rest. What is written here
// is seen by others once it was published. So whoever works with files needs no more than to say first what it will read.
// Memory: an entry an object. Disk: what was fetched and written.
// Advice to whoever changes this: a file that somebody wrote here is never touched. It is told by its date, which is not the
// one that the mirror gave it; every place that writes a mirrored file sets that date before anything else can run.

import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import pLimit from 'p-limit';
import { writeDurably } from '../durable-file.ts';
import { type ChunkOptions, fileChunks } from '../file-chunks.ts';
import { isStored, STORED } from '../is-stored.ts';
import { makeFolder } from '../make-folder.ts';
import { type Address, addressText, isPathLike, parseAddress } from './address.ts';
import { type ByteRange, ByteRanges } from './byte-ranges.ts';
import { dateOf, emptyFile, fillFile, placeFile } from './mirrored-file.ts';
import { ObjectChanged, type ObjectStore, type StoredObject } from './object-store.ts';
import { readObject } from './read-object.ts';
import { told, unlikeAPath } from './told.ts';

/** Requests at once: enough to keep a fast network busy with small pieces. */
const REQUESTS_AT_ONCE = 16;
/** A file is fetched in pieces of this size at most, so that it is not one connection that brings all of it. */
const PIECE_BYTES = 32 * 1024 * 1024;
/** An object that changes under our hands so often is not the one that was meant. */
const MOST_CHANGES = 3;

interface Entry {
  readonly object: Address;
  readonly bytes: number;
  readonly etag: string;
  /** Date that the file was given here; any other is that of a file somebody wrote. */
  readonly modified: number;
  readonly held: ByteRanges;
}

interface WrittenOptions {
  readonly but?: readonly string[];
  readonly last?: string;
}

/** A mirror of object storage in a folder. */
export class Mirror {
  readonly #open: () => Promise<ObjectStore>;
  #opened: Promise<ObjectStore> | undefined;
  readonly #folder: string;
  readonly #entries = new Map<string, Entry>();
  readonly #limit = pLimit(REQUESTS_AT_ONCE);

  /** Mirrors in a folder what is opened when it is first needed. */
  constructor(open: () => Promise<ObjectStore>, folder: string) {
    this.#open = open;
    this.#folder = folder;
  }

  /** The path that stands for an address; any other path as it is. */
  path(address: string): string {
    if (!isStored(address)) return address;
    const { bucket, key } = parseAddress(address);
    return join(this.#folder, bucket, ...key.split('/').filter((part) => part !== ''));
  }

  /** The address that a path stands for; any other path as it is. */
  address(path: string): string {
    return this.isMirrored(path) ? addressText(this.#addressOf(path)) : path;
  }

  isMirrored(path: string): boolean {
    return path.startsWith(this.#folder + sep);
  }

  /** A text that names paths with the addresses they stand for. */
  withAddresses(text: string): string {
    return text.replaceAll(this.#folder + sep, STORED);
  }

  /** Shows what is stored now: a file, or all files of a folder. Gives their paths. */
  async look(path: string): Promise<string[]> {
    return this.#lookAt(path, (key, own) => own === '' || key === own || key.startsWith(`${own}/`));
  }

  /** The same of files whose paths begin so. */
  async lookFrom(beginning: string): Promise<string[]> {
    return this.#lookAt(beginning, () => true);
  }

  async #lookAt(path: string, isWanted: (key: string, own: string) => boolean): Promise<string[]> {
    const prefix = this.#addressOf(path);
    const objects: StoredObject[] = [];
    const store = await this.#store();
    for await (const object of store.list(prefix)) {
      // Tools that show storage as folders leave objects that stand for these.
      if (!object.key.endsWith('/') && isWanted(object.key, prefix.key)) objects.push(object);
    }
    const keys = new Set(objects.map(({ key }) => key));
    for (const [known, entry] of this.#entries) {
      const { bucket, key } = entry.object;
      const isListed = bucket === prefix.bucket && key.startsWith(prefix.key) && isWanted(key, prefix.key);
      if (isListed && !keys.has(key)) this.#forget(known, entry);
    }
    return Promise.all(objects.map((object) => this.#limit(() => this.#show(prefix.bucket, object))));
  }

  /** Fetches ranges of a file, or all of it; a file that is of this machine alone is there already. */
  async fetch(path: string, ranges?: readonly ByteRange[]): Promise<void> {
    // Each turn but the last one meets a change.
    for (let turn = 1; ; turn++) {
      const entry = this.#entries.get(path);
      if (entry === undefined || isOwn(path, entry)) return;
      const missing = (ranges ?? [{ from: 0, to: entry.bytes }]).flatMap((range) => entry.held.missing(range));
      if (missing.length === 0) return;
      try {
        const fetching = missing
          .flatMap(inPieces)
          .map((range) => this.#limit(() => this.#fetchRange(path, entry, range)));
        await Promise.all(fetching);
      } catch (error) {
        if (!(error instanceof ObjectChanged) || turn === MOST_CHANGES) throw told(error);
        await this.look(path);
      }
    }
  }

  /** Fetches the first and the last bytes of a file. */
  async fetchEnds(path: string, first: number, last: number): Promise<void> {
    const bytes = this.#entries.get(path)?.bytes ?? 0;
    const ends = [
      { from: 0, to: Math.min(first, bytes) },
      { from: Math.max(0, bytes - last), to: bytes },
    ];
    await this.fetch(path, ends);
  }

  /** Fetches a file, or all files of a folder, as far as they were looked at. */
  async fetchAll(path: string): Promise<void> {
    const files = [...this.#entries.keys()].filter((file) => file === path || file.startsWith(path + sep));
    await Promise.all(files.map((file) => this.fetch(file)));
  }

  /** The bytes of a file from one on, past the disk. */
  async *chunks(path: string, { from = 0, signal }: ChunkOptions = {}): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(path);
    if (entry === undefined || isOwn(path, entry)) {
      yield* fileChunks(path, { from, signal });
      return;
    }
    const { object, bytes, etag } = entry;
    try {
      yield* readObject(await this.#store(), object, { from, to: bytes, etag, signal });
    } catch (error) {
      throw told(error);
    }
  }

  /** Stores files for others to see, in any order, and the last one last. */
  async publish(paths: readonly string[]): Promise<void> {
    const last = paths.at(-1);
    await Promise.all(paths.slice(0, -1).map((path) => this.#limit(() => this.#storeFile(path, false))));
    if (last !== undefined) await this.#storeFile(last, false);
  }

  /** Stores a file unless there is one; false if there is. */
  publishFirst(path: string): Promise<boolean> {
    return this.#storeFile(path, true);
  }

  /** Stores the files under a folder that were written here: but for some, and one of them last. */
  async publishWritten(folder: string, { but = [], last }: WrittenOptions = {}): Promise<void> {
    const written = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .filter((path) => !but.includes(path) && isOwn(path, this.#entries.get(path)))
      .sort();
    const order = written.filter((path) => path !== last);
    await this.publish(written.length > order.length ? [...order, last!] : order);
  }

  /** Removes a file, here and for all. */
  async remove(path: string): Promise<void> {
    rmSync(path, { force: true });
    this.#entries.delete(path);
    await (await this.#store()).remove(this.#addressOf(path));
  }

  /** Forgets all, and removes the folder. */
  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    opened?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #store(): Promise<ObjectStore> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  #addressOf(path: string): Address {
    const [bucket = '', ...parts] = path.slice(this.#folder.length + 1).split(sep);
    return { bucket, key: parts.join('/') };
  }

  async #show(bucket: string, { key, bytes, modified, etag }: StoredObject): Promise<string> {
    const object = { bucket, key };
    if (!isPathLike(key)) throw unlikeAPath(object);
    const path = join(this.#folder, bucket, ...key.split('/'));
    if (this.#entries.get(path)?.etag === etag) return path;
    makeFolder(dirname(path));
    const whole = isSmall(path) ? await this.#whole(object, { bytes, etag }) : undefined;
    const known = this.#entries.get(path);
    if (isOwn(path, known)) return path;
    const held = new ByteRanges();
    if (whole !== undefined) {
      writeDurably(path, whole, { sync: false });
      held.add({ from: 0, to: bytes });
      // Of one size, what was fetched stays until it is fetched again: stored again by another unit, it is the same.
    } else if (known?.bytes !== bytes) emptyFile(path);
    this.#entries.set(path, { object, bytes, etag, modified: placeFile(path, { bytes, modified }), held });
    return path;
  }

  /** What is stored no more is not here either, unless it was written here. */
  #forget(path: string, entry: Entry): void {
    if (!isOwn(path, entry)) rmSync(path, { force: true });
    this.#entries.delete(path);
  }

  async #whole(object: Address, { bytes, etag }: { readonly bytes: number; readonly etag: string }): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of readObject(await this.#store(), object, { from: 0, to: bytes, etag }))
        chunks.push(chunk);
    } catch (error) {
      throw told(error);
    }
    return Buffer.concat(chunks);
  }

  async #fetchRange(path: string, { object, etag, held }: Entry, { from, to }: ByteRange): Promise<void> {
    let at = from;
    for await (const bytes of readObject(await this.#store(), object, { from, to, etag })) {
      const entry = this.#entries.get(path);
      // Somebody else wrote it here, or there is another one now: whoever asked for it looks again.
      if (entry?.held !== held || isOwn(path, entry)) return;
      held.add(fillFile(path, { bytes, at, modified: entry.modified }));
      at += bytes.length;
    }
  }

  async #storeFile(path: string, ifAbsent: boolean): Promise<boolean> {
    const object = this.#addressOf(path);
    const { size, mtimeMs } = statSync(path);
    const etag = await (await this.#store()).write(object, path, { ifAbsent });
    if (etag === undefined) return false;
    const held = new ByteRanges();
    held.add({ from: 0, to: size });
    this.#entries.set(path, { object, bytes: size, etag, modified: mtimeMs, held });
    return true;
  }
}

/** Records, plans and manifests: whoever looks for one wants to read it. */
function isSmall(path: string): boolean {
  return path.endsWith('.json');
}

/** True if a file was written here, and not by the mirror. */
function isOwn(path: string, entry: Entry | undefined): boolean {
  const date = dateOf(path);
  return date !== undefined && date !== entry?.modified;
}

function inPieces({ from, to }: ByteRange): ByteRange[] {
  return Array.from({ length: Math.ceil((to - from) / PIECE_BYTES) }, (_, piece) => {
    const start = from + piece * PIECE_BYTES;
    return { from: start, to: Math.min(to, start + PIECE_BYTES) };
  });
}
