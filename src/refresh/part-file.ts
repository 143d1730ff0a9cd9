// A file that is arriving: bytes go to `NAME.part`, and `NAME.part.json` says which version of which file they are of, so
// that a later run goes on behind the last one. The file takes its name when it is whole and its checksum was right.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { removeDurably, renameDurably, writeDurably } from '../durable-file.ts';
import { fileChunks } from '../file-chunks.ts';
import { parseJson } from '../parse-json.ts';
import { type DumpFile, listed } from './dump.ts';

const stateSchema = z.strictObject({
  from: z.string(),
  /** What the source said of the file. */
  listed: z.string(),
  /** The server's name for the version that the bytes are of. */
  etag: z.string().nullable(),
});

/** A file that is arriving; close it in any case. */
export class PartFile {
  readonly #path: string;
  readonly #file: DumpFile;
  readonly #handle: FileHandle;
  #etag: string | null;
  #bytes: number;

  private constructor(path: string, file: DumpFile, begun: Begun & { handle: FileHandle }) {
    this.#path = path;
    this.#file = file;
    this.#handle = begun.handle;
    this.#etag = begun.etag;
    this.#bytes = begun.bytes;
  }

  /** Opens what an earlier run left of the same version, or begins anew. */
  static async open(path: string, file: DumpFile): Promise<PartFile> {
    const begun = readBegun(path, file);
    const handle = await open(`${path}.part`, begun === undefined ? 'w' : 'r+');
    const part = new PartFile(path, file, { ...(begun ?? { etag: null, bytes: 0 }), handle });
    if (begun === undefined) part.#note();
    return part;
  }

  /** Bytes that are there. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Version of the bytes that are there, as the server calls it. */
  get etag(): string | null {
    return this.#etag;
  }

  /** Forgets what is there: what comes is of this version. */
  async restart(etag: string | null): Promise<void> {
    await this.#handle.truncate(0);
    this.#bytes = 0;
    this.#etag = etag;
    this.#note();
  }

  async append(chunk: Uint8Array): Promise<void> {
    // Each turn writes at least one byte, or the system refuses.
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, at, chunk.length - at, this.#bytes);
      at += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  /** What is wrong with the bytes, or undefined where they are those the source lists. */
  async fault(signal: AbortSignal | undefined): Promise<string | undefined> {
    await this.#handle.sync();
    return faultOf(`${this.#path}.part`, this.#file, signal);
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await this.#handle.close();
    renameDurably(`${this.#path}.part`, this.#path);
    removeDurably(`${this.#path}.part.json`);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #note(): void {
    const state = { from: this.#file.from, listed: listed(this.#file), etag: this.#etag };
    writeDurably(`${this.#path}.part.json`, `${JSON.stringify(state)}\n`);
  }
}

interface Begun {
  readonly etag: string | null;
  readonly bytes: number;
}

function readBegun(path: string, file: DumpFile): Begun | undefined {
  if (!existsSync(`${path}.part`) || !existsSync(`${path}.part.json`)) return undefined;
  const state = stateSchema.safeParse(parseJson(readFileSync(`${path}.part.json`, 'utf8'))).data;
  if (state?.from !== file.from || state.listed !== listed(file)) return undefined;
  return { etag: state.etag, bytes: statSync(`${path}.part`).size };
}

/** Removes what is left of a file that did not arrive. */
export function discardPart(path: string): void {
  rmSync(`${path}.part`, { force: true });
  rmSync(`${path}.part.json`, { force: true });
}

/** What is wrong with a file, or undefined where it is the one that the source lists. */
export async function faultOf(path: string, file: DumpFile, signal?: AbortSignal): Promise<string | undefined> {
  const { size } = statSync(path);
  if (file.bytes !== undefined && size !== file.bytes) return `${size} bytes instead of ${file.bytes}`;
  if (file.sum === undefined) return undefined;
  const digest = createHash(file.sum.algorithm);
  for await (const chunk of fileChunks(path, { signal })) digest.update(chunk);
  const hex = digest.digest('hex');
  return hex === file.sum.hex ? undefined : `${file.sum.algorithm} ${hex} instead of ${file.sum.hex}`;
}
