// Rows as sax, a conforming parser, sees them: the judge of odd rows and of the fast reader. The only file that knows
// sax. Where sax is laxer or stricter than this project it is shown a prepared text.

import sax from 'sax';
import { isXmlCharacter } from './xml-references.ts';

/** sax goes on after an error, at the cost of an Error for each further one: it is fed so much at a time. */
const SLICE_LENGTH = 4096;

/** Text as sax is to see it. */
export interface PreparedText {
  readonly text: string;
  /** True when a reference to a character XML forbids was replaced. */
  readonly repaired: boolean;
}

/** Attributes of a row, decoded. A Map, because an attribute may be named `__proto__`. */
export type RowAttributes = ReadonlyMap<string, string>;

// By default sax fails on an attribute longer than 64 KiB, or not, depending on how the text was chunked.
Object.assign(sax, { MAX_BUFFER_LENGTH: Number.POSITIVE_INFINITY });

/**
 * Adds XML's white space rule, which sax leaves out; writes U+FFFD for forbidden characters, where sax would fail; and
 * spoils references that sax accepts although XML does not know them, such as `&AMP;` and `&#X41;`.
 */
export function prepareForSax(text: string): PreparedText {
  let repaired = false;
  const prepared = text
    .replace(/\r\n|[\t\r\n]/g, ' ')
    .replace(/&(?:(?:amp|lt|gt|quot|apos);|#(?:x([0-9A-Fa-f]+)|([0-9]+));)?/g, (reference, hex, decimal) => {
      if (reference === '&') return '&;';
      if (hex === undefined && decimal === undefined) return reference;
      const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
      if (isXmlCharacter(code)) return reference;
      repaired = true;
      return '\ufffd';
    });
  return { text: prepared, repaired };
}

/** Calls `visit` for each row once it is closed, until that says false; gives the first error before that. */
export function parseRows(text: string, visit: (attributes: RowAttributes) => boolean): string | undefined {
  const parser = sax.parser(true, { position: false });
  // Without a prototype, `&constructor;` is unknown; without the names of HTML, `&nbsp;` is.
  parser.ENTITIES = Object.assign(Object.create(null), { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });
  let row: Map<string, string> | undefined;
  let fault: string | undefined;
  let going = true;
  const fail = (message: string) => {
    if (going) fault = message;
    going = false;
  };
  parser.onerror = (error) => fail(error.message);
  parser.onopentagstart = ({ name }) => {
    if (name !== 'row') return;
    if (row !== undefined) fail('a row in a row');
    row = new Map();
  };
  parser.onattribute = ({ name, value }) => {
    // sax passes over an attribute that is there twice without a word, unless it has forgotten the first one; and it
    // throws at the next attribute if it has to remember one named `hasOwnProperty`.
    delete parser.tag.attributes[name];
    if (row === undefined || parser.tag.name !== 'row') return;
    if (row.has(name)) fail(`${name} is there twice`);
    row.set(name, value);
  };
  parser.onclosetag = (name) => {
    if (name !== 'row' || row === undefined) return;
    if (going) going = visit(row);
    row = undefined;
  };
  for (let at = 0; going && at < text.length; at += SLICE_LENGTH) parser.write(text.slice(at, at + SLICE_LENGTH));
  if (going) parser.close();
  return fault;
}
