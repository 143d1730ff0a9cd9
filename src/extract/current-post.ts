// The one Post a reader of posts hands out, row after row. Its texts are decoded when first asked for and kept until
// the next row; what nobody asks for costs nothing. Fields are getters: a copy by `{ ...post }` would be empty.

import type { Post } from '../types.ts';
import { integerAt } from './check-row.ts';
import { decodeXml } from './decode-xml.ts';
import { FIELD, POST_ROWS } from './post-fields.ts';
import { RowSpans } from './scan-rows.ts';

const NO_ROW = new RowSpans(Buffer.alloc(0), POST_ROWS.fields);

/** A Post over a row's spans; the reader turns it from row to row. */
export class CurrentPost implements Post {
  #id = 0;
  #typeId = 0;
  #row: RowSpans = NO_ROW;
  #scratch = Buffer.alloc(0);
  #created: string | undefined;
  #title: string | undefined;
  #body: string | undefined;
  #tags: readonly string[] | undefined;

  /** Turns to a row that was just scanned and found good. */
  turn(row: RowSpans): void {
    this.#row = row;
    this.#id = integerAt(row, FIELD.id);
    this.#typeId = integerAt(row, FIELD.typeId);
    this.#created = undefined;
    this.#title = undefined;
    this.#body = undefined;
    this.#tags = undefined;
  }

  get id(): number {
    return this.#id;
  }

  get typeId(): number {
    return this.#typeId;
  }

  get parentId(): number | undefined {
    return this.#integer(FIELD.parentId);
  }

  get acceptedAnswerId(): number | undefined {
    return this.#integer(FIELD.acceptedAnswerId);
  }

  get votes(): number {
    return this.#integer(FIELD.votes) ?? 0;
  }

  get created(): string {
    this.#created ??= this.#text(FIELD.created) ?? '';
    return this.#created;
  }

  get edited(): string | undefined {
    return this.#text(FIELD.edited);
  }

  get editorId(): number | undefined {
    return this.#integer(FIELD.editorId);
  }

  get closed(): string | undefined {
    return this.#text(FIELD.closed);
  }

  get ownerId(): number | undefined {
    return this.#integer(FIELD.ownerId);
  }

  get ownerName(): string | undefined {
    return this.#text(FIELD.ownerName);
  }

  get license(): string | undefined {
    // Empty means absent, as in `ContentLicense=""`.
    return this.#text(FIELD.license) || undefined;
  }

  get title(): string {
    this.#title ??= this.#text(FIELD.title) ?? '';
    return this.#title;
  }

  get body(): string {
    this.#body ??= this.#text(FIELD.body) ?? '';
    return this.#body;
  }

  get tags(): readonly string[] {
    this.#tags ??= splitTags(this.#text(FIELD.tags) ?? '');
    return this.#tags;
  }

  #integer(field: number): number | undefined {
    return this.#row.has(field) ? integerAt(this.#row, field) : undefined;
  }

  #text(field: number): string | undefined {
    const row = this.#row;
    if (!row.has(field)) return undefined;
    const from = row.from[field]!;
    const to = row.to[field]!;
    if ((row.encoded & (1 << field)) === 0) return row.bytes.toString('utf8', from, to);
    if (this.#scratch.length < to - from) this.#scratch = Buffer.allocUnsafeSlow(2 * (to - from));
    return decodeXml(row.bytes, from, to, this.#scratch);
  }
}

// Names in `<a><b>`, or in `|a|b|` as dumps write it since 2024.
function splitTags(text: string): readonly string[] {
  return text.split(/[<>|]/).filter((tag) => tag !== '');
}
