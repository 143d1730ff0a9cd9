// Which 7-Zip reads a file: the system's, which is faster, where there is one that works; else the one in the package.
import { StackpairsError } from '../errors.ts';
import { findNativeSevenZip } from './native-seven-zip.ts';
import type { SevenZip } from './seven-zip.ts';
import { wasmSevenZip } from './wasm-seven-zip.ts';

/** What the caller says about it. */
export interface SevenZipChoice {
  /** `auto`, the default, takes the system's where there is one. */
  readonly sevenZip?: 'native' | 'wasm' | 'auto' | undefined;
  /** The PATH to look for `7zz` and `7z` in; without it none is found. */
  readonly path?: string | undefined;
}

/** The 7-Zip to read this format with, the format in 7-Zip's own word. */
export async function chooseSevenZip(format: '7z' | 'bzip2' | 'zstd', choice: SevenZipChoice): Promise<SevenZip> {
  const { sevenZip = 'auto', path = '' } = choice;
  if (sevenZip === 'wasm') {
    return wasmSevenZip;
  }
  const native = await findNativeSevenZip(path, format);
  if (native === undefined && sevenZip === 'native') {
    throw new StackpairsError('bad_usage', 'there is no 7-Zip to use', {
      expected: `a program 7zz or 7z on the PATH that reads ${format}`,
      found: 'none',
      hint: 'Install 7-Zip 24.01 or later, or do without: the package brings its own.',
    });
  }
  return native ?? wasmSevenZip;
}
