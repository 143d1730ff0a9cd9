// The one door to `entities`: HTML's table of names, and its rules for what stands without a semicolon.

import { decodeHTML } from 'entities';

export { decodeHTML, decodeHTMLAttribute } from 'entities';

/** The text of the entity with this name. */
export function htmlEntity(name: string): string {
  return decodeHTML(`&${name};`);
}
