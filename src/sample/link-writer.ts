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
  /** An id below that of the row before, or no number where the other end should be. */
  readonly flaw?: 'early' | 'spoilt' | undefined;
}

/** What the report tells of a link beside its kind. */
export interface LinkTraits {
  /** Whether an end of it does not exist. */
  readonly dangling?: boolean;
  /** Whether it is a duplicate of a question that is itself closed as a duplicate. */
  readonly chained?: boolean;
}

/** Gives links their ids and their text. */
export type LinkWriter = (link: Link) => string;

/** Makes the writer of one site's links. */
export function createLinkWriter(dateText: DateText, lineEnd: string): LinkWriter {
  let id = 0;
  return ({ kind, from, to, moment, flaw }) => {
    const before = id;
    id += 3 + (from % 5);
    const related = flaw === 'spoilt' ? 'none' : to;
    const ends = `PostId="${from}" RelatedPostId="${related}" LinkTypeId="${LINK_TYPES[kind]}"`;
    return `  <row Id="${flaw === 'early' ? before - 1 : id}" CreationDate="${dateText(moment)}" ${ends} />${lineEnd}`;
  };
}
