// Makes archives for tests with 7-Zip in WebAssembly, so that no program of the system is needed.
import sevenZipWasm from '7z-wasm';

export interface ArchiveOptions {
  readonly type?: '7z' | 'bzip2' | undefined;
  /** Further switches, e.g. `-m0=BZip2`, `-ms=off`, `-ppassword`. */
  readonly switches?: readonly string[];
}

/** An archive with these members; a name may have folders. */
export async function makeArchive(
  members: Readonly<Record<string, string | Uint8Array>>,
  { type = '7z', switches = [] }: ArchiveOptions = {},
): Promise<Buffer> {
  const { FS, callMain } = await sevenZipWasm.default({ print: () => {}, printErr: () => {} });
  FS.mkdir('/work');
  FS.chdir('/work');
  for (const [name, content] of Object.entries(members)) {
    for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      FS.mkdir(name.slice(0, slash));
    }
    FS.writeFile(name, content);
  }
  const names = Object.keys(members).map((name) => `-i!${name}`);
  const code: unknown = callMain(['a', `-t${type}`, '-mx1', '-spd', ...switches, ...names, '/made.archive']);
  if (code !== 0) {
    throw new Error(`7-Zip left with ${code}`);
  }
  return Buffer.from(FS.readFile('/made.archive'));
}

/** One bzip2 stream. */
export async function makeBzip2(content: string | Uint8Array): Promise<Buffer> {
  return makeArchive({ 'Posts.xml': content }, { type: 'bzip2' });
}

const ZSTD_BLOCK_BYTES = 1 << 16;

/** One zstd frame of raw blocks, without a checksum (RFC 8878, 3.1.1). */
export function makeZstd(content: Uint8Array): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 5);
  const parts: Uint8Array[] = [header];
  for (let start = 0; start === 0 || start < content.length; start += ZSTD_BLOCK_BYTES) {
    const block = content.subarray(start, start + ZSTD_BLOCK_BYTES);
    const isLast = start + ZSTD_BLOCK_BYTES >= content.length;
    const size = Buffer.alloc(3);
    size.writeUIntLE((block.length << 3) | Number(isLast), 0, 3);
    parts.push(size, block);
  }
  return Buffer.concat(parts);
}
