// A file that appears whole or not at all: bytes go to `.<name>.<token>.tmp` beside it, are synced, and take the name at
// the end. The token is of one writer alone, since two processes on two machines may write the same file at once.
// In: bytes, in order. Out: the file, its size and, if asked, its SHA-256. Nothing is buffered here, so memory is flat.
// Synchronous, because its callers are threads that have nothing else to do meanwhile.

import { createHash, type Hash, randomBytes } from 'node:crypto';
import * as nodeFs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackpairsError } from './errors.ts';

/** What a durable file needs of `node:fs`; a test hands in one that fails. */
export interface FileSystem {
  openSync(path: string, flags: string): number;
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number;
  fsyncSync(fd: number): void;
  closeSync(fd: number): void;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { readonly force: boolean }): void;
}

/** How to write a durable file. */
export interface DurableOptions {
  /** Whether to digest the bytes on their way; off by default. */
  readonly sha256?: boolean;
  /** Whether to wait until the bytes are on the disk; on by default. Without it a power cut may leave a torn file. */
  readonly sync?: boolean;
  readonly fs?: FileSystem;
}

/** What was written. */
export interface Written {
  readonly bytes: number;
  /** 64 hex digits; undefined when not asked for. */
  readonly sha256: string | undefined;
}

/** Two writers of one file have the same token once in 2^48 times, and then one of them fails. */
const TOKEN_BYTES = 6;

/** Codes that say there is no room: the disk, the user's quota, the largest file the file system takes. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Codes by which Windows and some network file systems refuse to sync a folder; the rename is all they offer. */
const NO_FOLDER_SYNC = ['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP'];

/** A file being written; it has its name only after `finish`. Call `abandon` when anything failed. */
export class DurableFile {
  readonly path: string;
  readonly #temporary: string;
  readonly #fs: FileSystem;
  readonly #sync: boolean;
  readonly #hash: Hash | undefined;
  #fd: number | undefined;
  #bytes = 0;
  #state: 'open' | 'finished' | 'abandoned' = 'open';

  constructor(path: string, { sha256 = false, sync = true, fs = nodeFs }: DurableOptions) {
    this.path = path;
    this.#sync = sync;
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(TOKEN_BYTES).toString('hex')}.tmp`);
    this.#fs = fs;
    this.#hash = sha256 ? createHash('sha256') : undefined;
    this.#fd = this.#place(() => fs.openSync(this.#temporary, 'wx'));
  }

  /** Appends bytes; they may be reused as soon as this returns. */
  write(bytes: Uint8Array): void {
    const fd = this.#opened();
    this.#place(() => this.#writeAll(fd, bytes));
    this.#hash?.update(bytes);
  }

  /** Syncs the bytes and gives the file its name. */
  finish(): Written {
    const fd = this.#opened();
    if (this.#sync) this.#place(() => this.#fs.fsyncSync(fd));
    this.#close();
    this.#place(() => this.#fs.renameSync(this.#temporary, this.path));
    this.#state = 'finished';
    if (this.#sync) this.#place(() => syncFolder(dirname(this.path), this.#fs));
    return { bytes: this.#bytes, sha256: this.#hash?.digest('hex') };
  }

  /** Removes what was written; does nothing once the file is finished or abandoned. */
  abandon(): void {
    if (this.#state !== 'open') return;
    this.#state = 'abandoned';
    this.#close();
    this.#fs.rmSync(this.#temporary, { force: true });
  }

  /** A write may take fewer bytes than offered; each turn takes at least one, or the loop ends with an error. */
  #writeAll(fd: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const taken = this.#fs.writeSync(fd, bytes, at, bytes.length - at);
      if (taken <= 0) throw new Error(`${this.path}: a write took no bytes`);
      at += taken;
      this.#bytes += taken;
    }
  }

  #opened(): number {
    if (this.#state !== 'open' || this.#fd === undefined) throw new Error(`${this.path}: not open for writing`);
    return this.#fd;
  }

  #close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) this.#place(() => this.#fs.closeSync(fd));
  }

  #place<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw hasCode(cause, NO_ROOM) ? diskFull(this.path, this.#bytes, cause) : cause;
    }
  }
}

/** Says whether a file's name is one that a durable file has until it is finished. */
export function isTemporary(name: string): boolean {
  return /^\..+\.tmp$/.test(name);
}

/** Starts a file that takes its name only when it is finished. */
export function openDurableFile(path: string, options: DurableOptions = {}): DurableFile {
  return new DurableFile(path, options);
}

/** Writes a small file in one go, whole or not at all. */
export function writeDurably(path: string, data: string | Uint8Array, options: DurableOptions = {}): Written {
  const file = openDurableFile(path, options);
  try {
    file.write(typeof data === 'string' ? Buffer.from(data, 'utf8') : data);
    return file.finish();
  } finally {
    file.abandon();
  }
}

/** Gives a file another name, or takes the place of what has it, so that it survives a power cut. */
export function renameDurably(from: string, to: string): void {
  nodeFs.renameSync(from, to);
  syncFolder(dirname(to), nodeFs);
}

/** Removes a file, or a folder with all that is in it, if it is there, so that it stays away after a power cut. */
export function removeDurably(path: string): void {
  nodeFs.rmSync(path, { recursive: true, force: true });
  syncFolder(dirname(path), nodeFs);
}

/** The rename itself must survive a power cut, and it lives in the folder. */
function syncFolder(folder: string, fs: FileSystem): void {
  let fd: number | undefined;
  try {
    fd = fs.openSync(folder, 'r');
    fs.fsyncSync(fd);
  } catch (error) {
    if (!hasCode(error, NO_FOLDER_SYNC)) throw error;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function diskFull(path: string, bytes: number, cause: unknown): StackpairsError {
  return new StackpairsError('disk_full', `no room to write more after ${bytes} bytes`, {
    at: path,
    hint: 'Free disk space, or write to another disk, then start the same command again: it resumes',
    cause,
  });
}
