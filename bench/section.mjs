// Replaces the generated part of a Markdown page, between its two marker comments.
import { readFileSync, writeFileSync } from 'node:fs';

/** Puts `text` between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`; throws if the page lacks the markers. */
export function replaceSection(file, name, text) {
  const page = readFileSync(file, 'utf8');
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start)
    throw new Error(`${file} must have the lines ${open} and ${close} around what is written there`);
  writeFileSync(file, `${page.slice(0, start + open.length)}\n${text}${page.slice(end)}`);
}
