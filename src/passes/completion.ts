// Completion records: what a finished unit left behind, written last. A unit counts as done only if its record is there,
// with the checksum on its second line, and every file it names still has the size and checksum it had; anything else
// is done again.

import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';

const READ_BYTES = 4 * 1024 * 1024;

/** A file a unit wrote, named relative to the work folder. */
export const workFileSchema = z.object({ path: z.string(), bytes: z.number(), crc32: z.number() });
export type WorkFile = z.infer<typeof workFileSchema>;

/** Writes a unit's record: from here on the unit is done. */
export function writeCompletion<Done extends { readonly files: readonly WorkFile[] }>(
  work: string,
  name: string,
  record: Done,
): void {
  const json = JSON.stringify(record);
  // Not synced: a power cut may lose or tear it, its checksum says so, and then its unit is done again.
  writeDurably(join(work, `${name}.json`), `${json}\n${crc32(json)}\n`, { sync: false });
}

/** A unit's record, if it is done and its files are whole; otherwise undefined. */
export async function readCompletion<Done extends { readonly files: readonly WorkFile[] }>(
  work: string,
  name: string,
  schema: z.ZodType<Done>,
): Promise<Done | undefined> {
  const path = join(work, `${name}.json`);
  if (!existsSync(path)) return undefined;
  const record = parse(readFileSync(path, 'utf8'), schema);
  if (record === undefined) return undefined;
  for (const file of record.files) if (!(await isWhole(work, file))) return undefined;
  return record;
}

/** What a unit left behind: as an earlier run did it, or as `perform` does it now, which is then on record. */
export async function doneOnce<Done extends { readonly files: readonly WorkFile[] }>(
  { work, name, schema }: { readonly work: string; readonly name: string; readonly schema: z.ZodType<Done> },
  perform: () => Promise<Done>,
): Promise<Done> {
  const earlier = await readCompletion(work, name, schema);
  if (earlier !== undefined) return earlier;
  const done = await perform();
  writeCompletion(work, name, done);
  return done;
}

function parse<Done>(text: string, schema: z.ZodType<Done>): Done | undefined {
  const [json = '', sum] = text.split('\n');
  // A record torn by a power loss, or changed by anybody, is no record.
  return sum === String(crc32(json)) ? schema.safeParse(JSON.parse(json)).data : undefined;
}

async function isWhole(work: string, file: WorkFile): Promise<boolean> {
  const path = join(work, file.path);
  const found = await stat(path).catch(() => undefined);
  if (found?.size !== file.bytes) return false;
  let crc = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) crc = crc32(chunk, crc);
  return crc === file.crc32;
}
