// The funnel of the card: all rows read, what each reason took, what was left. The books it is made of balance.

import { droppedRows, rowsRead } from '../books.ts';
import { booksOf, type Manifest, type ManifestBook, recipesOf } from '../manifest.ts';
import { sum } from '../sum.ts';
import { cell, grouped, table } from './markdown.ts';

/** Reasons that are named where there are several recipes; `manifest.json` has all. */
const MOST_REASONS = 3;

/** A funnel; of several recipes, a table with what took most of each. */
export function funnels(manifest: Manifest): string[] {
  const { books } = manifest;
  const recipes = recipesOf(manifest).map((recipe) => ({
    name: nameIn(manifest, recipe),
    own: booksOf(manifest, recipe),
  }));
  if (recipes.length === 1) return recipes.map(({ name, own }) => funnel(name, own));
  const rows = recipes.map(({ name, own }) => [cell(name), ...outcome(own)]);
  return [
    `${grouped(rowsRead(books))} rows were read once for all configs. In each, a row is kept or left out for one reason:`,
    table(['config', 'rows', 'kept', 'most were left out as'], rows),
  ];
}

/** The name of a recipe's config, or its own where it has several. */
function nameIn({ configs }: Manifest, recipe: string): string {
  const [first, ...others] = configs.filter((config) => config.recipe === recipe);
  return first === undefined || others.length > 0 ? recipe : first.name;
}

function outcome(books: readonly ManifestBook[]): string[] {
  const reasons = droppedRows(books).map(([reason, count]) => `${cell(reason)} ${grouped(count)}`);
  const more = reasons.length > MOST_REASONS ? [`${reasons.length - MOST_REASONS} more`] : [];
  const [rows, kept] = [sum(books.map((book) => book.rows)), sum(books.map((book) => book.kept))];
  return [grouped(rows), grouped(kept), [...reasons.slice(0, MOST_REASONS), ...more].join(', ')];
}

function funnel(config: string, books: readonly ManifestBook[]): string {
  const rows = sum(books.map((book) => book.rows));
  const heldOut = sum(books.map((book) => book.heldOut));
  const line = (label: string, count: number) => [label, grouped(count), share(count, rows)];
  return table(
    [`${cell(config)}: every row of the dump, counted once`, 'rows', 'share'],
    [
      line('read', rows),
      ...droppedRows(books).map(([reason, count]) => line(`dropped as ${cell(reason)}`, count)),
      ...(heldOut > 0 ? [line('held out for evaluation', heldOut)] : []),
      line('**kept**', sum(books.map((book) => book.kept))),
    ],
  );
}

function share(count: number, rows: number): string {
  return rows === 0 ? '' : `${((100 * count) / rows).toFixed(2)} %`;
}
