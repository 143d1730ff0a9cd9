// The examples in one row of a set, by the form that the set has. A row of a set of n texts gives n - 1, the first with each
// other one; a query with several positives gives one for each, the i-th with the i-th negative, from the first again
// where there are fewer. Whatever is no example is a reason. Memory: nothing beside the row.
import type { ForeignDrop, TableRow } from '../../foreign.ts';
import { NEGATIVES, type RowForm } from './row-form.ts';
import { wellFormed } from './text-columns.ts';

/** What a row holds: `count` examples or reasons, each made when it is asked for. */
export interface RowTexts {
  /** At least 1. */
  readonly count: number;
  at(index: number): readonly string[] | ForeignDrop;
}

/** More texts in a list are no pair and no triplet. */
const MOST_TEXTS = 3;

const MISSING = ['no_anchor', 'no_positive', 'no_negative'] as const;

/** The examples of a row. */
export function textsOf(row: unknown, form: RowForm): RowTexts {
  if (row === null || (typeof row !== 'object' && typeof row !== 'string')) return dropped('not_text');
  if (form.kind !== 'columns') return textsOfList(listOf(row, form), form);
  return isObject(row) && form.from.some((name) => Object.hasOwn(row, name))
    ? textsOfColumns(row, form)
    : dropped('mixed_forms');
}

/** One row that gives nothing. */
export function dropped(reason: ForeignDrop): RowTexts {
  return { count: 1, at: () => reason };
}

/** The list in the column that holds it, or a bare one, where nothing else is said. */
function listOf(row: unknown, { kind, from: [column], isAsked }: RowForm): unknown {
  if (Array.isArray(row)) return kind === 'list' && !isAsked ? row : undefined;
  return isObject(row) && Object.hasOwn(row, column!) ? row[column!] : undefined;
}

function textsOfList(list: unknown, { kind, columns, isAsked }: RowForm): RowTexts {
  if (list === undefined) return dropped('mixed_forms');
  if (list === null) return dropped('no_anchor');
  if (!Array.isArray(list)) return dropped('not_text');
  if (kind === 'set' && list.length === 1) return dropped('single_text');
  if (kind === 'set')
    return { count: Math.max(1, list.length - 1), at: (index) => checked([list[0], list[index + 1]]) };
  if (list.length > MOST_TEXTS) return dropped('too_many_texts');
  if (list.length > columns.length && !isAsked) return dropped('mixed_forms');
  return { count: 1, at: () => checked(columns.map((_, index) => list[index])) };
}

function textsOfColumns(row: TableRow, { from: [anchor, positive, negative], isAsked }: RowForm): RowTexts {
  const positives = valuesIn(row[positive!]);
  const count = Math.max(1, positives.length);
  if (negative === undefined) {
    const isTriplet = !isAsked && NEGATIVES.some((name) => valuesIn(row[name]).length > 0);
    return isTriplet
      ? { count, at: () => 'mixed_forms' }
      : { count, at: (index) => checked([row[anchor!], positives[index]]) };
  }
  const negatives = valuesIn(row[negative]);
  return { count, at: (index) => checked([row[anchor!], positives[index], negatives[index % negatives.length]]) };
}

function valuesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function checked(values: readonly unknown[]): readonly string[] | ForeignDrop {
  const texts: string[] = [];
  for (const [index, value] of values.entries()) {
    if (value === undefined || value === null) return MISSING[index]!;
    if (typeof value !== 'string') return 'not_text';
    if (!/\S/.test(value)) return 'empty_text';
    texts.push(wellFormed(value));
  }
  return texts;
}

function isObject(row: unknown): row is TableRow {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}
