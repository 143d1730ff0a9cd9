// The posts behind the rows, as columns: the children of the provenance shard's `posts`, a list of structs.
// All fields are nullable in the schema, as `datasets` writes them; only an author's id and name are ever absent.

import { ROLES, type Role, type Slice } from '../types.ts';
import { Bool, type Data, Field, Int64, makeData, Struct, TimestampMillisecond, Utf8 } from './arrow.ts';
import { BoolColumn, Presence } from './bit-columns.ts';
import type { ShardPost } from './layout.ts';
import { Int64Column } from './number-columns.ts';
import { TextColumn } from './text-column.ts';

/** Fields of a post, in their order on disk. */
export const POST = new Struct([
  new Field('role', new Utf8(), true),
  new Field('id', new Int64(), true),
  new Field('url', new Utf8(), true),
  new Field('author_id', new Int64(), true),
  new Field('author', new Utf8(), true),
  new Field('license', new Utf8(), true),
  new Field('license_derived', new Bool(), true),
  new Field('created', new TimestampMillisecond('UTC'), true),
]);

const QUESTION_PATH = '/q/';
const ANSWER_PATH = '/a/';

/** Path of a post on its host, by its role: these addresses hold whatever happens to the title. */
const PATHS: Readonly<Record<Role, string>> = {
  question: QUESTION_PATH,
  answer: ANSWER_PATH,
  duplicate: QUESTION_PATH,
  linked: QUESTION_PATH,
  negative: QUESTION_PATH,
};

/** Address of a post but for its id, which comes last. */
export function addressOf(post: Pick<ShardPost, 'role' | 'isAnswer'>, host: string): string {
  return `https://${host}${pathOf(post)}`;
}

function pathOf({ role, isAnswer = false }: Pick<ShardPost, 'role' | 'isAnswer'>): string {
  return isAnswer ? ANSWER_PATH : PATHS[role];
}

/** Whether a post that is read back with this role and address is one that only its address calls an answer. */
export function isAnswerByAddress(role: Role, url: string): boolean {
  return role === 'negative' && url.includes(ANSWER_PATH);
}

const NOTHING: Slice = asSlice('');

/** Strings that every row has, encoded once. */
const ROLE_NAMES = Object.fromEntries(ROLES.map((role) => [role, asSlice(role)])) as Readonly<Record<Role, Slice>>;

function asSlice(text: string): Slice {
  const bytes = Buffer.from(text);
  return { bytes, from: 0, to: bytes.length };
}

/** So many posts of these columns. */
export function postData(length: number, columns: Readonly<Record<string, Data>>): Data<typeof POST> {
  const children = POST.children.map(({ name }) => columns[name]!);
  return makeData({ type: POST, length, nullCount: 0, children });
}

/** The posts of one record batch. */
export class PostColumns {
  readonly #roles = new TextColumn();
  readonly #ids = new Int64Column();
  readonly #urls = new TextColumn();
  readonly #authorIds = new Int64Column();
  readonly #authorIdPresence = new Presence();
  readonly #authors = new TextColumn();
  readonly #authorPresence = new Presence();
  readonly #licenses = new TextColumn();
  readonly #licensesDerived = new BoolColumn();
  readonly #created = new Int64Column();
  /** By host, of which a dataset has one a site. */
  readonly #questionAddresses = new Map<string, Slice>();
  readonly #answerAddresses = new Map<string, Slice>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  append(post: ShardPost, host: string): void {
    this.#roles.append(ROLE_NAMES[post.role]);
    this.#ids.append(post.id);
    this.#urls.append(this.#addressOf(post, host), post.id);
    this.#authorIds.append(post.authorId ?? 0);
    this.#authorIdPresence.append(post.authorId !== undefined);
    this.#authors.append(post.author ?? NOTHING);
    this.#authorPresence.append(post.author !== undefined);
    this.#licenses.append(post.license);
    this.#licensesDerived.append(post.licenseDerived);
    this.#created.append(post.created);
    this.#rows++;
  }

  /** A string for each row would be made in vain. */
  #addressOf(post: ShardPost, host: string): Slice {
    const byHost = pathOf(post) === ANSWER_PATH ? this.#answerAddresses : this.#questionAddresses;
    const known = byHost.get(host);
    if (known !== undefined) return known;
    const made = asSlice(addressOf(post, host));
    byHost.set(host, made);
    return made;
  }

  data(): Data<typeof POST> {
    const children = {
      role: this.#roles.data(),
      id: this.#ids.data(),
      url: this.#urls.data(),
      author_id: this.#authorIds.data(this.#authorIdPresence),
      author: this.#authors.data(this.#authorPresence),
      license: this.#licenses.data(),
      license_derived: this.#licensesDerived.data(),
      created: this.#created.timestamps(),
    };
    return postData(this.#rows, children);
  }

  clear(): void {
    const texts = [this.#roles, this.#urls, this.#authors, this.#licenses];
    const numbers = [this.#ids, this.#authorIds, this.#created];
    const bits = [this.#authorIdPresence, this.#authorPresence, this.#licensesDerived];
    for (const column of [...texts, ...numbers, ...bits]) column.clear();
    this.#rows = 0;
  }
}
