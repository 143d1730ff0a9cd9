// The attributes of a row of Posts.xml that are known by name, and how to tell a name from its bytes.
// The first ones are what a Post is made of; the rest are known only to be skipped fast.

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

/** Names of all known attributes, those of `FIELD` first. There may be 31 at most: a row keeps them as bits. */
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

const NAME_BYTES = FIELD_NAMES.map((name) => Buffer.from(name, 'latin1'));
const SLOTS = 256;
const FIELD_OF_SLOT = fieldOfSlot();

/** Position of the `=` if the bytes at `at` are the field's name, `=` and a quote; -1 if they are not. */
export function fieldEnd(bytes: Uint8Array, at: number, field: number): number {
  const name = NAME_BYTES[field]!;
  let i = 0;
  while (i < name.length && bytes[at + i] === name[i]) i++;
  return i === name.length && bytes[at + i] === 0x3d && bytes[at + i + 1] === 0x22 ? at + i : -1;
}

/** Number of the attribute named in [at, end), or -1 when it is not known. */
export function fieldAt(bytes: Uint8Array, at: number, end: number): number {
  const field = FIELD_OF_SLOT[slot(end - at, bytes[at]!, bytes[end - 1]!)]!;
  if (field < 0) return -1;
  const name = NAME_BYTES[field]!;
  if (name.length !== end - at) return -1;
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return -1;
  return field;
}

// Length, first and last letter tell all known names apart; the table says so by throwing when they do not.
function fieldOfSlot(): Int8Array {
  const fields = new Int8Array(SLOTS).fill(-1);
  for (const [field, name] of NAME_BYTES.entries()) {
    const at = slot(name.length, name[0]!, name[name.length - 1]!);
    if (fields[at] !== -1) throw new Error(`${FIELD_NAMES[field]} shares its slot with ${FIELD_NAMES[fields[at]!]}`);
    fields[at] = field;
  }
  return fields;
}

function slot(length: number, first: number, last: number): number {
  return (length + first * 4 + last * 6) & (SLOTS - 1);
}
