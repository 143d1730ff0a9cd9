// The form of a set: the first row that has two texts decides it, once, and every row is read by it.
import type { TableColumn } from '../../foreign.ts';
import { ID_COLUMNS } from './cqadupstack.ts';
import { candidatesOf, formOf, NEGATIVES, type RowForm } from './row-form.ts';
import { dropped, type RowTexts, textsOf } from './row-texts.ts';

/** Keeps the form from file to file. */
export class FormKeeper {
  readonly #asked: readonly string[] | undefined;
  #form: RowForm | undefined;

  constructor(asked: readonly string[] | undefined) {
    this.#asked = asked;
  }

  /** Names of the texts, once a row has decided. */
  get columns(): readonly string[] | undefined {
    return this.#form?.columns;
  }

  /** The examples of a row. */
  textsOf(row: unknown, schema: readonly TableColumn[] | undefined): RowTexts {
    if (this.#form !== undefined) return textsOf(row, this.#form);
    const form = formOf(row, { schema, asked: this.#asked });
    const texts = form === undefined ? withoutForm(row) : textsOf(row, form);
    if (hasExample(texts)) this.#form = form;
    return texts;
  }

  /** What has to be read of a table: the columns of the form, and those that tell a row of another form. */
  columnsToRead(schema: readonly TableColumn[] = []): readonly string[] {
    const names = schema.map(({ name }) => name);
    const form = this.#form ?? formOf({}, { schema, asked: this.#asked });
    const needed = names.filter((name) => form?.from.includes(name) || NEGATIVES.includes(name));
    const ids = names.filter((name) => ID_COLUMNS.includes(name));
    // A table that has none of them has rows all the same, which are counted.
    return [...new Set([...(needed.length > 0 ? needed : names.slice(0, 1)), ...ids])];
  }
}

function hasExample({ count, at }: RowTexts): boolean {
  for (let index = 0; index < count; index++) if (typeof at(index) !== 'string') return true;
  return false;
}

function withoutForm(row: unknown): RowTexts {
  if (typeof row === 'string') return dropped('no_positive');
  if (typeof row !== 'object' || row === null) return dropped('not_text');
  return dropped(candidatesOf(row as Readonly<Record<string, unknown>>).length === 0 ? 'no_anchor' : 'no_positive');
}
