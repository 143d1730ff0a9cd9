// The attributes of a row of Posts.xml that are known by name, and what their values must be.
// The first ones are what a Post is made of; the rest are known only to be skipped fast.

import { rowRules } from './check-row.ts';
import { rowFields } from './row-fields.ts';

/** Attributes a Post is read from, by their number in `FIELD_NAMES`. */
export const FIELD = {
  id: 0,
  typeId: 1,
  parentId: 2,
  acceptedAnswerId: 3,
  votes: 4,
  created: 5,
  edited: 6,
  editorId: 7,
  closed: 8,
  ownerId: 9,
  ownerName: 10,
  license: 11,
  title: 12,
  body: 13,
  tags: 14,
} as const;

/** Names of all known attributes, those of `FIELD` first. */
export const FIELD_NAMES = [
  'Id',
  'PostTypeId',
  'ParentId',
  'AcceptedAnswerId',
  'Score',
  'CreationDate',
  'LastEditDate',
  'LastEditorUserId',
  'ClosedDate',
  'OwnerUserId',
  'OwnerDisplayName',
  'ContentLicense',
  'Title',
  'Body',
  'Tags',
  'ViewCount',
  'AnswerCount',
  'CommentCount',
  'FavoriteCount',
  'LastActivityDate',
  'LastEditorDisplayName',
  'CommunityOwnedDate',
  'DeletionDate',
] as const;

/** How rows of Posts.xml are read. */
export const POST_ROWS = {
  fields: rowFields(FIELD_NAMES),
  rules: rowRules({
    required: [FIELD.id, FIELD.typeId],
    numbers: [FIELD.parentId, FIELD.acceptedAnswerId, FIELD.votes, FIELD.editorId, FIELD.ownerId],
    unsigned: [FIELD.id, FIELD.typeId],
    dates: [FIELD.created, FIELD.edited, FIELD.closed],
    licenses: [FIELD.license],
  }),
} as const;
