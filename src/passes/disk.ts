// Will it fit? Asked before the first byte is written, since a build that fills the disk helps nobody.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expectRoom } from '../expect-room.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Input } from '../types.ts';

// Measured on real dumps: spills take 0.25 to 0.35 of the XML, shards and provenance as much again.
const SPILL_SHARE = 0.4;
const OUTPUT_SHARE = 0.4;
/** 16 bytes a band and kept question, which takes 2 kB of XML or more, the rows between that are dropped among it. */
const BAND_SHARE = 0.008;
/** Of Users.xml: 8 bytes and a name of each row, which has 150 bytes or more. */
const NAMES_SHARE = 0.15;
/** Packed, texts take a third or a fourth of their bytes. */
const XML_BYTES_PER_SET_BYTE = 4;

/** A file to read, by the XML in it, and the tables beside it, if any. */
type Read = Pick<Input, 'xmlBytes'> & Partial<Pick<Input, 'tables'>>;

/** Sets of pairs as if they were XML of so many times their bytes: nearly all of them is text, and most are packed. */
export function setsAsRead(sets: readonly { readonly bytes: number }[]): Read[] {
  return sets.map(({ bytes }) => ({ xmlBytes: XML_BYTES_PER_SET_BYTE * bytes }));
}

/** What a pipeline writes beyond a spill of its rows and the dataset. */
type Extras = Pick<Pipeline, 'dedupe' | 'shard' | 'authors'>;

/** Bytes a build may need in its folder, spills and output together. */
export function estimateDisk(inputs: readonly Read[], { dedupe, shard, authors }: Extras): number {
  const xmlBytes = inputs.reduce((sum, input) => sum + input.xmlBytes, 0);
  const spills = shard.order === 'seed-compat' ? 2 : 1;
  const bands = dedupe.near?.bands ?? 0;
  const users = inputs.reduce((sum, { tables }) => sum + (tables?.users?.xmlBytes ?? 0), 0);
  const names = authors === 'omit' ? 0 : users * NAMES_SHARE;
  return xmlBytes * (spills * SPILL_SHARE + OUTPUT_SHARE + bands * BAND_SHARE) + names;
}

/** Throws `disk_full` if what is free, with what the build wrote already, is less than the estimate. */
export function checkDisk(out: string, inputs: readonly Read[], extras: Extras): void {
  const needed = estimateDisk(inputs, extras) - folderBytes(out);
  expectRoom(out, needed, {
    what: 'the build may not fit',
    hint: 'Free disk space, choose another --out, or use --ignore-disk if you know better',
  });
}

/** Size of all files under a folder. */
export function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + statSync(join(folder, name)).size,
    0,
  );
}
