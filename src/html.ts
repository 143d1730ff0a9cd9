// Markup whose parts are escaped unless they are markup themselves. Post text is hostile, and so are names of sites and
// reasons: there is no other way to put a text on the page than through here.

import { UNSAFE_CHARACTERS } from './unsafe-characters.ts';

/** HTML that `html` made. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Markup[];

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of HTML: what is filled in is text, in an element or between double quotes, or else markup. */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: literal.map((text, index) => text + filled(parts[index] ?? '')).join('') };
}

/** No markup. */
export const NOTHING: Markup = { markup: '' };

function filled(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Characters that do something unseen stand as U+FFFD; line ends and tabs are left, as a page shows them as such. */
function escaped(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSAFE_CHARACTERS, (character) => (character === '\n' || character === '\t' ? character : '\ufffd'))
    .replace(/[&<>"']/g, (character) => REFERENCES[character]!);
}
