// What the bytes of a dataset depend on besides its input and pipeline.

import { readFileSync } from 'node:fs';
import { versions } from 'node:process';
import { packageUrl } from './built-url.ts';
import type { Format } from './formats.ts';

/** Version in package.json, as the manifest and `--version` give it. */
export const VERSION: string = JSON.parse(readFileSync(packageUrl('package.json', import.meta.url), 'utf8')).version;

/** Major version of Node, and version of the Unicode tables that it folds case and normalises by. */
export const RUNTIME = { node: versions.node.split('.')[0]!, unicode: versions.unicode ?? '' };

/** The same for a format: Node's zlib chooses the bytes of gzip, and changes within a major version. */
export function runtimeOf(format: Format): typeof RUNTIME & { readonly zlib?: string } {
  return format === 'jsonl.gz' ? { ...RUNTIME, zlib: versions.zlib } : RUNTIME;
}
