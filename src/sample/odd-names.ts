// Names of users that trip readers, and those who show them: as attributes of a row in wire text, in quotes or without.
import { rawWireText, wireText } from './wire-text.ts';

/** Longer than any name Stack Exchange accepts, as is seen where a name was set by other means. */
const LONG_NAME_LETTERS = 400;

const NAMES = [
  wireText('Ropes & Knots'),
  wireText('<b>Bold</b> <script>alert(1)</script>'),
  wireText('"Quoted" O\'Keel'),
  wireText('[Bell](https://bells.example) | *Founder*'),
  wireText('Tide\r\nMill'),
  wireText('&amp;nbsp;'),
  'Bell&#x0E;&#x1; Tower',
  rawWireText('Tab\tKeeper'),
  rawWireText('\u00a0 Edge \u00a0'),
  rawWireText('Line\u2028Keeper'),
  rawWireText('\u202eretsaM mooL'),
  rawWireText('\u200b'),
  rawWireText('Zoe\u0308 🪁 👩‍🔧'),
  'user90',
  'Community',
  'x'.repeat(LONG_NAME_LETTERS),
  '',
];

/** The attribute of each of them; the last user has none. */
export const ODD_NAMES: readonly string[] = [...NAMES.map((name) => ` DisplayName="${name}"`), ''];
