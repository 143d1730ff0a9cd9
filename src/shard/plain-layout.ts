// The layout of a plain table: texts, integers and lists of texts under any names, as evaluation sets are made of them.

import { type Data, Field, Int32, List, makeData, Schema, Utf8 } from './arrow.ts';
import type { Layout } from './layout.ts';
import { Int32Column } from './number-columns.ts';
import { TextColumn } from './text-column.ts';

/** What a column of a plain table holds. */
export type PlainKind = 'text' | 'integer' | 'texts';

/** Columns in their order, by name. */
export type PlainColumns = Readonly<Record<string, PlainKind>>;

/** A row: a value by column. */
export type PlainRow = Readonly<Record<string, string | number | readonly string[]>>;

/** A UTF-16 unit takes at most three bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** An integer or an offset, and what a list takes more. */
const VALUE_BYTES = 8;

const TEXTS = new List(new Field('item', new Utf8(), true));
const TYPES = { text: () => new Utf8(), integer: () => new Int32(), texts: () => TEXTS };

/** A layout of these columns. */
export function plainLayout(columns: PlainColumns): Layout<PlainRow> {
  const named = Object.entries(columns).map(([name, kind]) => ({ name, kind, ...openColumn(kind) }));
  return {
    schema: new Schema(named.map(({ name, kind }) => new Field(name, TYPES[kind](), true))),
    mostBytes: (row) => named.reduce((bytes, { name }) => bytes + bytesOf(row[name]), 0),
    append: (row) => named.forEach(({ name, append }) => void append(row[name])),
    columns: () => named.map(({ data }) => data()),
    clear: () => named.forEach(({ clear }) => void clear()),
  };
}

type Value = PlainRow[string] | undefined;

interface Column {
  append(value: Value): void;
  data(): Data;
  clear(): void;
}

function openColumn(kind: PlainKind): Column {
  const [texts, integers] = [new TextColumn(), new Int32Column()];
  if (kind === 'integer') {
    return {
      append: (value) => integers.append(Number(value)),
      data: () => integers.data(),
      clear: () => integers.clear(),
    };
  }
  if (kind === 'text') {
    return {
      append: (value) => texts.appendString(String(value)),
      data: () => texts.data(),
      clear: () => texts.clear(),
    };
  }
  integers.append(0); // a list has one offset more than rows
  return {
    append(value) {
      for (const text of Array.isArray(value) ? value : []) texts.appendString(String(text));
      integers.append(texts.rows);
    },
    data: () => makeData({ type: TEXTS, valueOffsets: integers.values(), nullCount: 0, child: texts.data() }),
    clear() {
      texts.clear();
      integers.clear();
      integers.append(0);
    },
  };
}

function bytesOf(value: Value): number {
  const texts = typeof value === 'string' ? [value] : typeof value === 'object' ? value : [];
  return texts.reduce((bytes, text) => bytes + VALUE_BYTES + text.length * MOST_BYTES_PER_UNIT, VALUE_BYTES);
}
