// The nouns every room shares. Data order: a dump file is cut into Blocks, a Block holds rows, a row is a Post,
// a recipe and its steps make a Pair of it, and a Pair with where it came from is a PairRecord, spilled and sharded.

/** One file of a dump, as found on disk or on standard input. */
export interface Input {
  /** Absolute path; `-` is standard input. */
  readonly path: string;
  /** File name as the manifest shows it, without any folder of this machine. */
  readonly file: string;
  readonly container: Container;
  /** Site the rows belong to, e.g. `beer.stackexchange.com`. */
  readonly site: string;
  /** Date in the folder's name (`YYYY-MM` or `YYYY-MM-DD`), if there is one. */
  readonly dumpDate: string | undefined;
  /** Size of the file as stored, in bytes; 0 for standard input. */
  readonly bytes: number;
  /** Size of the XML inside, in bytes; estimated where the container does not say, 0 for standard input. */
  readonly xmlBytes: number;
  /** The other tables of the same dump that are read, where they were found. */
  readonly tables: SideTables;
}

/** The table that a piece of a dump holds, by its name in it. */
export type Table = 'Posts' | SideTable;

/** A table that is read beside the posts. */
export type SideTable = 'PostLinks' | 'Users';

/** What was found beside the posts; a table that is missing is left out. */
export interface SideTables {
  readonly links?: TableFile | undefined;
  readonly users?: TableFile | undefined;
}

/** Where a table of a dump lies: in a file of its own, or in the archive that holds the posts. */
export interface TableFile {
  readonly table: SideTable;
  /** Absolute path of the file or the archive. */
  readonly path: string;
  /** Name as a manifest shows it; a member of an archive is `beer.stackexchange.com.7z/PostLinks.xml`. */
  readonly file: string;
  readonly container: FileContainer;
  /** Size of the file or the archive as stored, in bytes. */
  readonly bytes: number;
  /** Size of the XML inside, in bytes; estimated where the container does not say, and for an archive of its own. */
  readonly xmlBytes: number;
}

/** How the XML is wrapped. `auto` is standard input, judged by its first bytes. */
export type Container = FileContainer | 'auto';

/** How the XML in a file is wrapped. */
export type FileContainer = '7z' | 'xml' | 'gz' | 'bz2' | 'zst';

/** Whole rows, in UTF-8, with the position of the first one. */
export interface Block {
  readonly bytes: Uint8Array;
  /** Offset of `bytes` in the XML after decompression and conversion to UTF-8. */
  readonly byte: number;
  /** Rows left out before this block because they exceed the row limit; each is a `oversized_row`. */
  readonly oversizedRows: number;
}

/** A row of Posts.xml. Valid only during the visit it is handed to: the reader uses the object again. */
export interface Post {
  readonly id: number;
  /** PostTypeId: 1 question, 2 answer, 4 and 5 tag wikis, 6 nomination, 7 placeholder, up to 17. */
  readonly typeId: number;
  readonly parentId: number | undefined;
  readonly acceptedAnswerId: number | undefined;
  /** Score; 0 when absent. */
  readonly votes: number;
  /** `YYYY-MM-DDTHH:MM:SS.mmm`, UTC, as in the dump. */
  readonly created: string;
  readonly edited: string | undefined;
  readonly editorId: number | undefined;
  readonly closed: string | undefined;
  /** -1 is the Community user, -2 the answer bot. */
  readonly ownerId: number | undefined;
  readonly ownerName: string | undefined;
  /** ContentLicense, absent before 2020. */
  readonly license: string | undefined;
  /** Plain text, not HTML; empty when absent. */
  readonly title: string;
  /** HTML; empty when absent. */
  readonly body: string;
  readonly tags: readonly string[];
}

/** Where a row stands, counted from 0. */
export interface RowPlace {
  /** In the file's XML. */
  readonly byte: number;
  /** Its number in the block, or in the file where a whole table is read. */
  readonly row: number;
}

/** Why a row could not be read. */
export type DamageReason = 'malformed_row' | 'oversized_row' | 'truncated_file';

/** What a reader of posts calls, row by row. */
export interface PostVisitor {
  post(post: Post, place: RowPlace): void;
  damaged(reason: DamageReason, place: RowPlace, detail: string): void;
}

/** A row of PostLinks.xml. */
export interface Link {
  readonly id: number;
  /** The post that names the other one; of a duplicate, the question that was closed. */
  readonly postId: number;
  /** The post that is named; of a duplicate, the canonical question. */
  readonly relatedId: number;
  /** LinkTypeId: 1 linked, 3 duplicate. */
  readonly typeId: number;
  /** `YYYY-MM-DDTHH:MM:SS.mmm`, UTC, as in the dump; empty when absent. */
  readonly created: string;
}

/** What a reader of links calls, row by row. */
export interface LinkVisitor {
  link(link: Link, place: RowPlace): void;
  damaged(reason: DamageReason, place: RowPlace, detail: string): void;
}

/** A row of Users.xml. */
export interface User {
  /** -1 is the Community user. */
  readonly id: number;
  /** Plain text, not HTML; empty when absent. */
  readonly name: string;
  /** The user's number across the network, -1 for the Community user; absent in old dumps. */
  readonly accountId: number | undefined;
}

/** What a reader of users calls, row by row. */
export interface UserVisitor {
  user(user: User, place: RowPlace): void;
  damaged(reason: DamageReason, place: RowPlace, detail: string): void;
}

/** A site of the network: what a step may ask about the place a post comes from. */
export interface Site {
  /** As in the dump's name, e.g. `beer.stackexchange.com`. */
  readonly name: string;
  /** Host that serves its posts today, e.g. `alcohol.stackexchange.com`. */
  readonly host: string;
  /** ISO 639-1 code of the language its posts are written in. */
  readonly language: string;
}

/** A text in UTF-8 where it lies among other bytes, which may be used again later. */
export interface Slice {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** One column of a pair. */
export interface Text {
  readonly name: string;
  /** True while `value` is HTML, false once it is plain text. */
  readonly html: boolean;
  readonly value: string;
}

/** What a trainer sees: the anchor first, then the positive. */
export interface Pair {
  readonly texts: readonly Text[];
}

/** One rule: gives the item back, perhaps rewritten, or the reason to drop it. Name and options are its identity. */
export interface Step<Item> {
  (item: Item, site: Site): Item | string;
  readonly step: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Every reason this step may give, in the order it checks them. */
  readonly reasons: readonly string[];
}

/** Side of the split, in rising precedence when a duplicate spans several. */
export const SPLITS = ['train', 'validation', 'test'] as const;
/** One side of the split. */
export type Split = (typeof SPLITS)[number];

/** What a post is to a pair. */
export const ROLES = ['question', 'answer', 'duplicate', 'linked', 'negative'] as const;
/** One of these. */
export type Role = (typeof ROLES)[number];

/** Who wrote a post and under which licence. */
export interface Credit {
  readonly role: Role;
  /** Said of a negative that is an answer; every other role tells by itself. */
  readonly isAnswer?: boolean;
  readonly id: number;
  readonly authorId: number | undefined;
  readonly author: string | undefined;
  /** e.g. `CC BY-SA 4.0`. */
  readonly license: string;
  /** True when the dump did not state the licence and it follows from the dates. */
  readonly licenseDerived: boolean;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
}

/** A finished row as it is read back: the texts and everything that traces it. */
export interface DatasetRow {
  readonly texts: readonly string[];
  readonly site: Site;
  readonly questionId: number;
  readonly votes: number;
  readonly tags: readonly string[];
  /** `site/id` of the smallest member of its duplicate cluster; its own when it has no duplicate. */
  readonly cluster: string;
  /** 32 hex digits. */
  readonly fingerprint: string;
  readonly posts: readonly Credit[];
}
