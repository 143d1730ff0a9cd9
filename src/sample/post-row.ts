// One row of Posts.xml: its attributes in the order every real dump keeps, absent where a real row leaves them out.

/** The attributes of a row. Texts are wire text; 0 and the empty text mean that the attribute is absent. */
export interface PostRow {
  readonly id: number;
  readonly typeId: number;
  readonly acceptedAnswerId: number;
  readonly parentId: number;
  readonly created: string;
  readonly votes: number;
  readonly views: number;
  /** Always written, though it may be empty. */
  readonly body: string;
  readonly ownerId: number;
  readonly ownerName: string;
  readonly editorId: number;
  readonly editorName: string;
  readonly edited: string;
  readonly active: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** Written for questions only. */
  readonly answers: number;
  readonly comments: number;
  readonly favorites: number;
  readonly closed: string;
  readonly communityOwned: string;
  readonly license: string;
}

/** How a file writes its rows. */
export interface RowFormat {
  readonly lineEnd: '\r\n' | '\n';
  readonly tags: 'angles' | 'pipes';
}

/** Writes a row with its indent and line end. */
export function formatPost(row: PostRow, { lineEnd, tags }: RowFormat): string {
  const question = row.typeId === 1;
  return (
    `  <row Id="${row.id}" PostTypeId="${row.typeId}"${numeric('AcceptedAnswerId', row.acceptedAnswerId)}` +
    `${numeric('ParentId', row.parentId)} CreationDate="${row.created}" Score="${row.votes}"` +
    `${numeric('ViewCount', row.views)} Body="${row.body}"${numeric('OwnerUserId', row.ownerId)}` +
    `${text('OwnerDisplayName', row.ownerName)}${numeric('LastEditorUserId', row.editorId)}` +
    `${text('LastEditorDisplayName', row.editorName)}${text('LastEditDate', row.edited)}` +
    ` LastActivityDate="${row.active}"${text('Title', row.title)}${text('Tags', formatTags(row.tags, tags))}` +
    `${question ? ` AnswerCount="${row.answers}"` : ''} CommentCount="${row.comments}"` +
    `${numeric('FavoriteCount', row.favorites)}${text('ClosedDate', row.closed)}` +
    `${text('CommunityOwnedDate', row.communityOwned)}${text('ContentLicense', row.license)} />${lineEnd}`
  );
}

function numeric(name: string, value: number): string {
  return value === 0 ? '' : ` ${name}="${value}"`;
}

function text(name: string, value: string): string {
  return value === '' ? '' : ` ${name}="${value}"`;
}

function formatTags(tags: readonly string[], format: RowFormat['tags']): string {
  if (tags.length === 0) return '';
  return format === 'pipes' ? `|${tags.join('|')}|` : `&lt;${tags.join('&gt;&lt;')}&gt;`;
}
