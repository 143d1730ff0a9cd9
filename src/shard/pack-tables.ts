// Tables that the packer looks up: sites and roles. A row is where each of its texts is in the memory and ends, and its numbers;
// behind all rows come the texts.

import { ROLES, type Role, type Site } from '../types.ts';
import { addressOf } from './post-columns.ts';

const WORD = 4;

/** A row, its texts first. */
export interface TableRow {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** What a row tells of its site. */
export type NamedSite = Pick<Site, 'name' | 'host'>;

/** Sites by number, in the words that SITE_WORDS counts. */
export function siteRows(sites: readonly NamedSite[]): TableRow[] {
  return sites.map(({ name, host }) => ({
    texts: [name, addressOf({ role: 'question' }, host), addressOf({ role: 'answer' }, host)],
    numbers: [name.length, host.length],
  }));
}

/** Roles by number, in the words that ROLE_WORDS counts. */
export function roleRows(): TableRow[] {
  const isAnswer = (role: Role) => addressOf({ role }, '') === addressOf({ role: 'answer' }, '');
  return ROLES.map((role) => ({ texts: [role], numbers: [isAnswer(role) ? 1 : 0] }));
}

/** Bytes of a table. */
export function tableBytes(rows: readonly TableRow[]): number {
  return (
    wordsOf(rows) * WORD + rows.flatMap(({ texts }) => texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  );
}

/** Writes a table to where it lies in the memory, which is so many bytes. */
export function writeTable(rows: readonly TableRow[], { buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
  const memory = Buffer.from(buffer, byteOffset, length);
  let end = wordsOf(rows) * WORD;
  const placed = (text: string) => {
    const from = end;
    end += memory.write(text, from);
    return [byteOffset + from, byteOffset + end];
  };
  const words = rows.flatMap(({ texts, numbers }) => [...texts.flatMap(placed), ...numbers]);
  new Int32Array(buffer, byteOffset, words.length).set(words);
}

function wordsOf(rows: readonly TableRow[]): number {
  return rows.reduce((sum, { texts, numbers }) => sum + 2 * texts.length + numbers.length, 0);
}
