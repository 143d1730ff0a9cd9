// What the rules of a pipeline come to for other people's pairs, whose texts are plain and have names of their own.

import { isAboutHtml, siteOf } from '../../clean/index.ts';
import type { Pipeline } from '../../pipeline.ts';
import type { Pair, Step } from '../../types.ts';
import { cleanPair } from '../rules.ts';

/** Cleans the texts of a row, or says why it is none. */
export type CleanRow = (texts: readonly string[]) => readonly string[] | string;

/** The rules on texts for a set of these columns. */
export function setCleaner({ clean }: Pick<Pipeline, 'clean'>, set: string, columns: readonly string[]): CleanRow {
  const rules = { clean: stepsOn(clean, columns), recipe: { recipe: set, columns } };
  const site = siteOf(set);
  return (texts) => {
    const pair: Pair = { texts: columns.map((name, index) => ({ name, html: false, value: texts[index]! })) };
    return cleanPair(rules, pair, site);
  };
}

/** A step that names a text that the set has not is passed over, and one that judges HTML: there is none. */
function stepsOn(steps: readonly Step<Pair>[], columns: readonly string[]): Step<Pair>[] {
  return steps.filter((step) => {
    const { text } = step.options;
    return !isAboutHtml(step) && (typeof text !== 'string' || columns.includes(text));
  });
}
