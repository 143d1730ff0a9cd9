// Rows of a shard from records as they lie in spills to columns as they lie in Arrow, without an object a row. What it packs is
// what src/shard/text-layout.ts and provenance-layout.ts pack, which are the reference. Put records into their zone and `take`
// one; say the names that its authors were found to have; `note` it to be counted; append its texts, its origin or both.

import { RECORDS } from '../src/shard/pack-zones';
import * as Origins from './pack/origins';
import { nameOf, postAt, takeApart } from './pack/row';
import * as Tallies from './pack/tallies';
import * as Texts from './pack/texts';
import { makeRoom, zone } from './pack/zones';

export { asked, counted, named } from './pack/tallies';

/** Makes a zone hold so many bytes, with the first `kept` of those that are there. */
export function resize(number: i32, bytes: usize, kept: usize): void {
  const there = zone(number);
  there.end = there.at + kept;
  there.end = makeRoom(there, bytes - kept) + bytes - kept;
}

/** Where a zone begins. */
export function start(number: i32): usize {
  return zone(number).at;
}

/** Bytes in a zone. */
export function size(number: i32): usize {
  return zone(number).end - zone(number).at;
}

/** Begins a shard of so many text columns: nothing is noted, and nothing appended. */
export function begin(columns: i32): void {
  Texts.begin(columns);
  Origins.clearAll();
  Tallies.begin();
}

/** Takes the record at this byte of its zone in hand; gives how many of its posts want a name. */
export function take(at: usize, site: i32, clusterSite: i32, clusterId: u32): i32 {
  Origins.place(site, clusterSite, clusterId);
  return takeApart(zone(RECORDS).at + at, Texts.columns);
}

/** The author whose name the post wants. */
export function authorId(post: i32): i32 {
  return postAt(post).authorId;
}

/** Whether the post wants a name. */
export function wantsName(post: i32): i32 {
  return postAt(post).wantsName;
}

/** Room for the name of so many bytes that the post's author has. */
export function name(post: i32, bytes: usize): usize {
  return nameOf(post, bytes);
}

/** Counts the record in hand. */
export function note(): void {
  Texts.note();
  Tallies.note();
}

/** The most bytes the texts of the record in hand take. */
export function textBytes(): i32 {
  return Texts.mostBytes();
}

/** The most bytes its origin takes. */
export function originBytes(): i32 {
  return Origins.mostBytes();
}

/** Appends its texts. */
export function appendTexts(): void {
  Texts.append();
}

/** Appends its origin. */
export function appendOrigin(): void {
  Origins.append();
}

/** Forgets the texts that were appended. */
export function clearTexts(): void {
  Texts.clearAll();
}

/** Forgets the origins that were appended. */
export function clearOrigins(): void {
  Origins.clearAll();
}
