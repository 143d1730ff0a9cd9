// Users.xml in, users out, row by row. What users say of themselves is passed over.

import type { UserVisitor } from '../types.ts';
import { integerAt, rowRules } from './check-row.ts';
import { readTable, type TableCount } from './read-table.ts';
import { rowFields } from './row-fields.ts';
import { textAt } from './text-at.ts';

const FIELD = { id: 0, name: 1, accountId: 2 } as const;

/** Names of the attributes: those of `FIELD`, then what is known only to be skipped fast. */
const NAMES = [
  ...['Id', 'DisplayName', 'AccountId'],
  ...['Reputation', 'CreationDate', 'LastAccessDate', 'WebsiteUrl', 'Location', 'AboutMe', 'Views', 'UpVotes'],
  ...['DownVotes', 'ProfileImageUrl', 'EmailHash'],
];

const USER_ROWS = {
  root: 'users',
  fields: rowFields(NAMES),
  rules: rowRules({ required: [FIELD.id], numbers: [FIELD.accountId], unsigned: [], dates: [], licenses: [] }),
} as const;

/** Reads the users in the XML of a Users.xml; `at` is its name in messages. */
export function readUsers(
  chunks: AsyncIterable<Uint8Array>,
  visitor: UserVisitor,
  at = 'Users.xml',
): Promise<TableCount> {
  return readTable(chunks, {
    ...USER_ROWS,
    at,
    row(row, place) {
      const accountId = row.has(FIELD.accountId) ? integerAt(row, FIELD.accountId) : undefined;
      visitor.user({ id: integerAt(row, FIELD.id), name: textAt(row, FIELD.name), accountId }, place);
    },
    damaged: visitor.damaged.bind(visitor),
  });
}
