// The head of a block: which bytes occur in it, which table each group of codes is written with, and the tables.

import { isOverrun, read } from './bits.ts';
import { BAD_TABLES, CUT_OFF, OK } from './faults.ts';
import {
  ALPHABET,
  LENGTHS,
  LIMITS,
  LONGEST_CODE,
  LOOKUP,
  LOOKUP_BITS,
  MOST_GROUPS,
  MOST_TABLES,
  OFFSETS,
  RECENT,
  SELECTORS,
  SORTED,
} from './memory.ts';

/** Symbols of this block: two for runs, one for each byte but the one used last, and the end. */
export let symbols: u32 = 0;
/** Groups that have a table. */
export let groups: u32 = 0;

/** Reads all of it. */
export function readTables(): i32 {
  const used = readUsedBytes();
  if (used === 0) return BAD_TABLES;
  symbols = used + 2;
  const tables = read(3);
  if (tables < 2 || tables > MOST_TABLES) return BAD_TABLES;
  let fault = readSelectors(tables);
  for (let table: u32 = 0; table < tables && fault === OK; table++) {
    fault = readLengths();
    if (fault === OK) fault = makeTable(table);
  }
  return fault;
}

/** Lists the bytes that occur, in their order; two levels of 16 bits say which. */
function readUsedBytes(): u32 {
  let used: u32 = 0;
  const rows = read(16);
  for (let row: u32 = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue;
    const columns = read(16);
    for (let column: u32 = 0; column < 16; column++) {
      if (((columns >> (15 - column)) & 1) !== 0) store<u8>(RECENT + used++, (row << 4) | column);
    }
  }
  return used;
}

/** Tables by number of those used more recently, in unary. LENGTHS is free yet and holds that order. */
function readSelectors(tables: u32): i32 {
  const named = read(15);
  if (named === 0) return BAD_TABLES;
  for (let table: u32 = 0; table < tables; table++) store<u8>(LENGTHS + table, table);
  for (let group: u32 = 0; group < named; group++) {
    let place: u32 = 0;
    while (read(1) === 1) if (++place === tables) return BAD_TABLES;
    if (isOverrun()) return CUT_OFF;
    const table = load<u8>(LENGTHS + place);
    for (; place > 0; place--) store<u8>(LENGTHS + place, load<u8>(LENGTHS + place - 1));
    store<u8>(LENGTHS, table);
    if (group < MOST_GROUPS) store<u8>(SELECTORS + group, table);
  }
  groups = min(named, MOST_GROUPS);
  return OK;
}

/** Lengths of codes, each by steps from the one before it: as many steps as the input has bits for. */
function readLengths(): i32 {
  let length = read(5);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) return BAD_TABLES;
      if (isOverrun()) return CUT_OFF;
      if (read(1) === 0) break;
      length += read(1) === 0 ? 1 : -1;
    }
    store<u8>(LENGTHS + symbol, length);
  }
  return OK;
}

/** Codes are canonical: shorter ones first, in the order of the symbols. */
function makeTable(table: u32): i32 {
  const lookup = LOOKUP + (table << (LOOKUP_BITS + 1));
  const sorted = SORTED + (table << 10);
  memory.fill(lookup, 0, 2 << LOOKUP_BITS);
  let code: u32 = 0;
  let rank: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST_CODE; length++) {
    store<u32>(OFFSETS + (((table << 5) + length) << 2), code - rank);
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(LENGTHS + symbol) !== length) continue;
      if (code >> length !== 0) return BAD_TABLES;
      store<u16>(sorted + (rank++ << 1), symbol);
      if (length <= LOOKUP_BITS) enter(lookup, code << (LOOKUP_BITS - length), (length << 9) | symbol);
      code++;
    }
    store<u32>(LIMITS + (((table << 5) + length) << 2), code);
    code <<= 1;
  }
  return OK;
}

/** Every number of LOOKUP_BITS bits that begins with this code finds it. */
function enter(lookup: usize, from: u32, entry: u32): void {
  const numbers: u32 = 1 << (LOOKUP_BITS - (entry >> 9));
  for (let number = from; number < from + numbers; number++) store<u16>(lookup + (number << 1), entry);
}

/** The symbol of a code that is too long to be looked up, with its length in the bits from 9 up; 0 when there is none. */
export function findLongCode(table: u32, bits: u64): u32 {
  for (let length = LOOKUP_BITS + 1; length <= LONGEST_CODE; length++) {
    const code = (bits >> (64 - length)) as u32;
    if (code >= load<u32>(LIMITS + (((table << 5) + length) << 2))) continue;
    const rank = code - load<u32>(OFFSETS + (((table << 5) + length) << 2));
    if (rank >= ALPHABET) return 0;
    return (length << 9) | load<u16>(SORTED + (table << 10) + (rank << 1));
  }
  return 0;
}
