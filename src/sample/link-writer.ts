// Rows of PostLinks.xml: links between questions of one site, some of whose ends do not exist.
import type { DateText } from './date-text.ts';

/** LinkTypeId of the two kinds of links. */
const LINK_TYPES = { linked: 1, duplicate: 3 } as const;

/** A link, from the question that names another one or was closed in its favour. */
export interface Link {
  readonly kind: keyof typeof LINK_TYPES;
  readonly from: number;
  readonly to: number;
  readonly moment: number;
}

/** Gives links their ids and their text. */
export type LinkWriter = (link: Link) => string;

/** Makes the writer of one site's links. */
export function createLinkWriter(dateText: DateText, lineEnd: string): LinkWriter {
  let id = 0;
  return ({ kind, from, to, moment }) => {
    id += 3 + (from % 5);
    const ends = `PostId="${from}" RelatedPostId="${to}" LinkTypeId="${LINK_TYPES[kind]}"`;
    return `  <row Id="${id}" CreationDate="${dateText(moment)}" ${ends} />${lineEnd}`;
  };
}
