// The layout of a data shard: text columns and nothing else, anchor first, since trainers go by their order.

import { Field, Schema, Utf8 } from './arrow.ts';
import type { Layout, ShardRow } from './layout.ts';
import { TextColumn } from './text-column.ts';

type ShardTexts = Pick<ShardRow, 'texts'>;

/** Bytes of an offset; assembly/pack/texts.ts has them as well. */
const OFFSET = 4;

/** Bodies of a batch take about 10 MB: a column that grew there would leave as much behind. */
const FIRST_BYTES = 16 * 1024 * 1024;

/** Gives so many columns: the same ones to whoever asks, and more where they are not enough. */
export function textColumns(): (count: number) => readonly TextColumn[] {
  const columns: TextColumn[] = [];
  return (count) => {
    while (columns.length < count) columns.push(new TextColumn(FIRST_BYTES));
    return columns.slice(0, count);
  };
}

/** Columns under these names; a row is one UTF-8 text for each. */
export function textLayout(names: readonly string[], columns = textColumns()(names.length)): Layout<ShardTexts> {
  return {
    schema: textSchema(names),
    mostBytes: mostTextBytes,
    append({ texts }) {
      if (texts.length !== columns.length) throw new Error(`${texts.length} texts for the columns ${names.join(', ')}`);
      for (let i = 0; i < columns.length; i++) columns[i]!.append(texts[i]!);
    },
    columns: () => columns.map((column) => column.data()),
    clear: () => columns.forEach((column) => void column.clear()),
  };
}

/** The most bytes the texts of a row take. */
export function mostTextBytes({ texts }: ShardTexts): number {
  return texts.reduce((bytes, { from, to }) => bytes + to - from + OFFSET, 0);
}

/** Nullable, although no text is ever absent: that is what `datasets` writes, and mixed shards must agree. */
export function textSchema(names: readonly string[]): Schema {
  return new Schema(names.map((name) => new Field(name, new Utf8(), true)));
}
