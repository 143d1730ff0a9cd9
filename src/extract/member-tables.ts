// Which table of a dump a piece of XML is of, told by its rows. In a dump `<` and `"` stand escaped in values, so what
// looks like a row or a root element is one.
import { fileName } from './archive-member.ts';

/** Attributes that only rows of one table have; looked for in this order. */
const MARKS: readonly (readonly [attribute: string, table: string])[] = [
  ['PostHistoryTypeId', 'posthistory'],
  ['PostTypeId', 'posts'],
  ['RelatedPostId', 'postlinks'],
  ['TagName', 'tags'],
  ['VoteTypeId', 'votes'],
  ['Reputation', 'users'],
  ['Text', 'comments'],
  ['Name', 'badges'],
];

const ROW = '<row ';
const ROW_END = '/>';

/** The table of the last whole row in it; undefined when there is none or it is of no known kind. */
export function tableOfLastRow(xml: Buffer): string | undefined {
  const end = xml.lastIndexOf(ROW_END);
  const start = end < 0 ? -1 : xml.lastIndexOf(ROW, end);
  if (start < 0) return undefined;
  const row = xml.toString('latin1', start, end);
  return MARKS.find(([attribute]) => row.includes(` ${attribute}="`))?.[1];
}

/** The table that a member holds, by its file's name: that of its root element. */
export function tableOfMember(path: string): string {
  return fileName(path)
    .toLowerCase()
    .replace(/\.xml$/, '');
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Where a table begins, by its root element and the declaration before it; undefined unless that is beyond doubt. */
export function startOfTable(xml: Buffer, table: string): number | undefined {
  const root = xml.indexOf(`<${table}>`);
  const declaration = root < 0 ? -1 : xml.lastIndexOf('<?xml ', root);
  if (declaration < 0) return undefined;
  const hasBom = xml.subarray(Math.max(0, declaration - BOM.length), declaration).equals(BOM);
  const start = hasBom ? declaration - BOM.length : declaration;
  // The table before must have ended right there, and no row may stand between the declaration and the root.
  const before = xml.toString('latin1', Math.max(0, start - SHOWN_BEFORE), start).trimEnd();
  return /<\/[a-z]+>$/.test(before) && xml.indexOf(ROW, declaration) > root ? start : undefined;
}

/** Enough for `</posthistory>` and an end of line. */
const SHOWN_BEFORE = 40;
