// Completion records: what a finished unit left behind, written last. A unit counts as done only if its record is there,
// with the checksum on its second line, and every file it names still has the size and checksum it had; anything else
// is done again. A third line says how long it took, and is no part of what was left behind.

import { closeSync, createReadStream, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { parseJson } from '../parse-json.ts';

const READ_BYTES = 4 * 1024 * 1024;

/** A file a unit wrote, named relative to the work folder. */
export const workFileSchema = z.object({ path: z.string(), bytes: z.number(), crc32: z.number() });
export type WorkFile = z.infer<typeof workFileSchema>;

const timingSchema = z.object({ seconds: z.number().nonnegative(), bytes: z.number().nonnegative().optional() });
/** How long a unit took, and how much it was expected to read where that is known. */
export type Timing = z.infer<typeof timingSchema>;

/** How a record is written. */
export interface CompletionOptions {
  /** Whether its files and the record itself are on the disk before this returns; off by default. */
  readonly sync?: boolean;
  readonly timing?: Timing | undefined;
}

/** Writes a unit's record: from here on the unit is done. */
export function writeCompletion<Done extends { readonly files: readonly WorkFile[] }>(
  work: string,
  name: string,
  record: Done,
  { sync = false, timing }: CompletionOptions = {},
): void {
  if (sync) for (const { path } of record.files) syncFile(join(work, path));
  const json = JSON.stringify(record);
  const last = timing === undefined ? '' : `${JSON.stringify(timing)}\n`;
  // Where it is not synced, a power cut may lose or tear it, its checksum says so, and then its unit is done again.
  writeDurably(join(work, `${name}.json`), `${json}\n${crc32(json)}\n${last}`, { sync });
}

/**
 * How closely what is on record is looked at: the sizes of its files; the bytes of the dataset's own files as well; or the
 * bytes of all, which is the default.
 */
export type Closeness = 'sizes' | 'output' | 'bytes';

/** A unit's record, if it is done and its files are whole; otherwise undefined. */
export async function readCompletion<Done extends { readonly files: readonly WorkFile[] }>(
  work: string,
  name: string,
  schema: z.ZodType<Done>,
  closeness: Closeness = 'bytes',
): Promise<Done | undefined> {
  const path = join(work, `${name}.json`);
  if (!existsSync(path)) return undefined;
  const record = parse(readFileSync(path, 'utf8'), schema);
  if (record === undefined) return undefined;
  for (const file of record.files) if (!(await isWhole(work, file, closeness))) return undefined;
  return record;
}

/** How long a unit took, as its record says; undefined where it does not, or where there is no record. */
export function readTiming(path: string): Timing | undefined {
  const line = readFileSync(path, 'utf8').split('\n')[2] ?? '';
  return timingSchema.safeParse(parseJson(line)).data;
}

function parse<Done>(text: string, schema: z.ZodType<Done>): Done | undefined {
  const [json = '', sum] = text.split('\n');
  // A record torn by a power loss, or changed by anybody, is no record.
  return sum === String(crc32(json)) ? schema.safeParse(JSON.parse(json)).data : undefined;
}

async function isWhole(work: string, file: WorkFile, closeness: Closeness): Promise<boolean> {
  const path = join(work, file.path);
  const found = await stat(path).catch(() => undefined);
  if (found?.size !== file.bytes) return false;
  if (closeness !== 'bytes') return true;
  let crc = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) crc = crc32(chunk, crc);
  return crc === file.crc32;
}

/** Whoever wrote it need not have been the one who syncs it: the bytes of a file are those of all who have it open. */
function syncFile(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
