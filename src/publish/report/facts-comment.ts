// The facts of a report, once more for machines: without the dump nothing else could tell them when rows are taken out.
// They stand in a comment, as JSON in which nothing is left that could end it or do something unseen.

import type { Site } from '../../types.ts';
import type { ReportFacts } from './facts.ts';

const OPENING = '<!-- Facts: ';
const CLOSING = ' -->\n';

/** The comment; the sites of the inputs are left out, as the manifest has them. */
export function factsComment({ sites: _, ...facts }: ReportFacts): string {
  const hex = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // Minus signs of numbers stay: two of them never meet.
  const json = JSON.stringify(facts).replace(/-(?=[->])|[<>&]|[^ -~]/g, hex);
  return `${OPENING}${json}${CLOSING}`;
}

/** Reads the facts out of a report that is as it was written; undefined if it has none. */
export function readFacts(page: string, sites: readonly Site[]): ReportFacts | undefined {
  const from = page.lastIndexOf(OPENING);
  const to = page.indexOf(CLOSING, from);
  if (from < 0 || to < 0) return undefined;
  // Its seal says that `factsComment` wrote this.
  return { ...(JSON.parse(page.slice(from + OPENING.length, to)) as Omit<ReportFacts, 'sites'>), sites };
}
