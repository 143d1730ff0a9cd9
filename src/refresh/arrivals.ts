// Which version of each file in a folder is here, as its source listed it when it arrived: `.arrived.json` beside the files.
// A file that is not in it may be anything, and is checked before it is used.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { parseJson } from '../parse-json.ts';
import { type DumpFile, listed } from './dump.ts';

const RECORD = '.arrived.json';
const recordSchema = z.record(z.string(), z.string());

/** True if this very version of a file is in a folder. */
export function hasArrived(folder: string, file: DumpFile): boolean {
  const version = listed(file);
  // Without a size, a sum or a version, nothing tells it from another.
  if (file.sum === undefined && file.version === undefined) return false;
  const found = statSync(join(folder, file.name), { throwIfNoEntry: false });
  const isWhole = found?.isFile() === true && (file.bytes === undefined || found.size === file.bytes);
  return isWhole && readRecord(folder)[file.name] === version;
}

/** Notes that a file is here. */
export function noteArrival(folder: string, file: DumpFile): void {
  const record = { ...readRecord(folder), [file.name]: listed(file) };
  const sorted = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  writeDurably(join(folder, RECORD), `${JSON.stringify(Object.fromEntries(sorted), null, 1)}\n`);
}

/** A record that cannot be read says nothing. */
function readRecord(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, RECORD);
  return existsSync(path) ? (recordSchema.safeParse(parseJson(readFileSync(path, 'utf8'))).data ?? {}) : {};
}
