// PostLinks.xml in, links out, row by row.

import type { LinkVisitor } from '../types.ts';
import { integerAt, rowRules } from './check-row.ts';
import { readTable, type TableCount } from './read-table.ts';
import { rowFields } from './row-fields.ts';
import { textAt } from './text-at.ts';

const FIELD = { id: 0, postId: 1, relatedId: 2, typeId: 3, created: 4 } as const;

const REQUIRED = [FIELD.id, FIELD.postId, FIELD.relatedId, FIELD.typeId];

const LINK_ROWS = {
  root: 'postlinks',
  fields: rowFields(['Id', 'PostId', 'RelatedPostId', 'LinkTypeId', 'CreationDate']),
  rules: rowRules({ required: REQUIRED, numbers: [], unsigned: REQUIRED, dates: [FIELD.created], licenses: [] }),
} as const;

/** Reads the links in the XML of a PostLinks.xml; `at` is its name in messages. */
export function readLinks(
  chunks: AsyncIterable<Uint8Array>,
  visitor: LinkVisitor,
  at = 'PostLinks.xml',
): Promise<TableCount> {
  return readTable(chunks, {
    ...LINK_ROWS,
    at,
    row(row, place) {
      const link = {
        id: integerAt(row, FIELD.id),
        postId: integerAt(row, FIELD.postId),
        relatedId: integerAt(row, FIELD.relatedId),
        typeId: integerAt(row, FIELD.typeId),
        created: textAt(row, FIELD.created),
      };
      visitor.link(link, place);
    },
    damaged: visitor.damaged.bind(visitor),
  });
}
