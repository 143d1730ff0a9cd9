// What the one pass over rows knows by heart, filled in from where it is written down: attributes, elements, entities,
// characters that cleaning leaves alone, and descriptions of pictures that are none.

import {
  CASELESS_RANGES,
  ELEMENTS,
  type Element,
  htmlEntity,
  isStable,
  LICENSES,
  STABLE_RANGES,
  STOCK_ALTS,
} from '../clean/index.ts';
import { FIELD_NAMES } from '../extract/index.ts';
import { layout, type RowPass } from '../kernel/index.ts';

/** Kinds of values by attribute, as src/kernel/fields.ts numbers them; what is not named here may be any text. */
const KINDS: Readonly<Record<string, number>> = {
  Id: 1,
  PostTypeId: 1,
  ParentId: 2,
  AcceptedAnswerId: 2,
  Score: 2,
  LastEditorUserId: 2,
  OwnerUserId: 2,
  CreationDate: 3,
  LastEditDate: 3,
  ClosedDate: 3,
  ContentLicense: 4,
  Body: 5,
};

/** Roles by number, as src/kernel/tag.ts has them; 0 is none. */
const ROLES: readonly (Element['role'] | 'none')[] = [
  'none',
  'break',
  'bullets',
  'code',
  'image',
  'item',
  'numbers',
  'quote',
];

/** Entities that posts are full of; whatever else they hold is left to the reference. */
const ENTITIES =
  'lt gt amp quot apos nbsp hellip mdash ndash rarr larr uarr darr harr rArr lArr times divide copy reg trade rsquo ' +
  'lsquo ldquo rdquo laquo raquo bull middot deg plusmn le ge ne asymp equiv infin sum prod radic int part nabla isin ' +
  'forall exist and or cap cup sect para euro pound yen cent sup2 sup3 frac12 frac14 frac34 micro alpha beta gamma delta ' +
  'epsilon theta lambda mu pi sigma phi omega Delta Sigma Omega eacute egrave ecirc agrave aacute acirc auml aring ccedil ' +
  'iacute icirc iuml ntilde oacute ocirc ouml oslash uacute ucirc uuml szlig zwnj zwj dagger permil lsaquo rsaquo';

const LONGEST_NAME = 8;

/** Fills the tables of a pass. */
export function fillTables(pass: RowPass): void {
  pass.bytes.fill(0, layout.ORDINARY, layout.ROWS_W * 4);
  fillClasses(pass);
  fillFields(pass);
  fillElements(pass);
  fillEntities(pass);
  fillRanges(pass);
  fillLower(pass);
  STOCK_ALTS_IN_ASCII.forEach((alt, i) => {
    putText(pass, layout.STOCK_ALT_TABLE + i * layout.STOCK_ALT_ENTRY, alt);
  });
  LICENSES.forEach((license, i) => {
    pass.bytes.write(license, layout.LICENSE_TABLE + i * layout.LICENSE_BYTES, 'latin1');
  });
}

const STOCK_ALTS_IN_ASCII = [...STOCK_ALTS].filter((alt) => /^[ -~]+$/.test(alt));

/** Printable ASCII that is its own text wherever it stands in a body, and whatever a value may hold as it is. */
function fillClasses({ bytes }: RowPass): void {
  for (let byte = 0x20; byte < 0x100; byte++) {
    const isSpecial = '"&<'.includes(String.fromCharCode(byte));
    bytes[layout.HARMLESS + byte] = Number(!isSpecial);
    bytes[layout.ORDINARY + byte] = Number(!isSpecial && byte > 0x20 && byte < 0x7f);
  }
}

function fillFields(pass: RowPass): void {
  const { bytes, words } = pass;
  for (const [field, name] of FIELD_NAMES.entries()) {
    putText(pass, layout.FIELD_TABLE + field * layout.FIELD_ENTRY, name);
    bytes[layout.KINDS + field] = KINDS[name] ?? 0;
    const slot = (name.length + name.charCodeAt(0) * 4 + name.charCodeAt(name.length - 1) * 6) & 255;
    claim(bytes, layout.FIELD_SLOTS + slot, name);
    bytes[layout.FIELD_SLOTS + slot] = field + 1;
  }
  words.fill(0, layout.SUCCESSOR_W, layout.SUCCESSOR_W + FIELD_NAMES.length + 1);
}

function fillElements({ bytes }: RowPass): void {
  for (const [name, { gap, role }] of ELEMENTS) {
    // Elements whose content is not HTML are left to the reference.
    if (role === 'raw') continue;
    const entry = layout.ELEMENT_TABLE + slotOf(name, layout.ELEMENT_SLOTS) * layout.ELEMENT_ENTRY;
    claim(bytes, entry, name);
    bytes.set([name.length, gap, Math.max(0, ROLES.indexOf(role ?? 'none'))], entry);
    bytes.write(name, entry + 3, 'latin1');
  }
}

function fillEntities(pass: RowPass): void {
  for (const name of ENTITIES.split(' ')) {
    // As squeezing leaves it: a space that is no gap.
    const text = name === 'nbsp' ? ' ' : htmlEntity(name);
    if (name !== 'nbsp' && ![...text].every(isPlain)) continue;
    const entry = layout.ENTITY_TABLE + slotOf(name, layout.ENTITY_SLOTS) * layout.ENTITY_ENTRY;
    // Two of the rarer names may meet in one slot: the first one stays, the other goes by way of the reference.
    if (pass.bytes[entry] !== 0) continue;
    putText(pass, entry, name);
    putText(pass, entry + 1 + LONGEST_NAME, text);
  }
}

function isPlain(character: string): boolean {
  return /^[!-~]$/.test(character) || isStable(character.codePointAt(0)!);
}

/** Code points whose UTF-8 takes two bytes, and three. */
const FIRST_OF_TWO_BYTES = 0x80;
const FIRST_OF_THREE_BYTES = 0x800;

const NO_RANGE = [0x7fffffff, 0x7fffffff];

/**
 * Ranges in pairs of words, and behind them one that holds no code point and that none is beyond. The lower case of characters of
 * two bytes is known from a table.
 */
function fillRanges({ words }: RowPass): void {
  words.set([...STABLE_RANGES.flat(), ...NO_RANGE], layout.STABLE_W);
  const caseless = CASELESS_RANGES.filter(([first]) => first >= FIRST_OF_THREE_BYTES);
  words.set([...caseless.flat(), ...NO_RANGE], layout.CASELESS_W);
}

/** Sigma is left out, whose lower case is another one at the end of a word, and what is longer or shorter in lower case. */
function fillLower({ bytes }: RowPass): void {
  for (let code = FIRST_OF_TWO_BYTES; code < FIRST_OF_THREE_BYTES; code++) {
    const capital = String.fromCodePoint(code);
    const lower = Buffer.from(capital.toLowerCase());
    if (isStable(code) && capital !== 'Σ' && lower.length === layout.LOWER_ENTRY)
      bytes.set(lower, layout.LOWER_TABLE + code * layout.LOWER_ENTRY);
  }
}

function slotOf(name: string, slots: number): number {
  return [...name].reduce((slot, letter) => (slot * 37 + letter.charCodeAt(0)) & (slots - 1), 0);
}

/** Every name has a slot of its own; the table says so by throwing when one has not. */
function claim(bytes: Buffer, at: number, name: string): void {
  if (bytes[at] !== 0) throw new Error(`${name} shares its slot with another name`);
}

function putText({ bytes }: RowPass, at: number, text: string): void {
  bytes[at] = bytes.write(text, at + 1, 'utf8');
}
