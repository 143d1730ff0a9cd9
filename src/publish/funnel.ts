// The funnel of the card: all rows read, what each reason took, what was left. The books it is made of balance.

import { type Manifest, type ManifestBook, recipesOf } from '../manifest.ts';
import { cell, grouped, table } from './markdown.ts';

/** A table for each recipe, by the name of its config; by its own where it has several. */
export function funnels(manifest: Manifest): string[] {
  return recipesOf(manifest).map((recipe) => {
    const [first, ...others] = manifest.configs.filter((config) => config.recipe === recipe);
    return funnel(
      others.length === 0 ? first!.name : recipe,
      manifest.books.filter((book) => book.recipe === recipe),
    );
  });
}

/** Reasons stand with the greatest first, equal ones by name. */
function funnel(config: string, books: readonly ManifestBook[]): string {
  const rows = sum(books.map((book) => book.rows));
  const heldOut = sum(books.map((book) => book.heldOut));
  const reasons = [...droppedBy(books)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const line = (label: string, count: number) => [label, grouped(count), share(count, rows)];
  return table(
    [`${cell(config)}: every row of the dump, counted once`, 'rows', 'share'],
    [
      line('read', rows),
      ...reasons.map(([reason, count]) => line(`dropped as ${cell(reason)}`, count)),
      ...(heldOut > 0 ? [line('held out for evaluation', heldOut)] : []),
      line('**kept**', sum(books.map((book) => book.kept))),
    ],
  );
}

function droppedBy(books: readonly ManifestBook[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [reason, count] of books.flatMap(({ dropped }) => Object.entries(dropped))) {
    totals.set(reason, (totals.get(reason) ?? 0) + count);
  }
  return totals;
}

function share(count: number, rows: number): string {
  return rows === 0 ? '' : `${((100 * count) / rows).toFixed(2)} %`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
