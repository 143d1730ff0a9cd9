// The rows of Tags.xml.
import type { Random } from './random.ts';
import type { SiteStyle } from './site-style.ts';
import { NOUNS } from './vocabulary.ts';

/** Writes the rows of Tags.xml. */
export function* writeTagRows({ lineEnd }: SiteStyle, random: Random): Generator<string, void> {
  for (const [at, name] of NOUNS.entries()) {
    yield `  <row Id="${at + 1}" TagName="${name}" Count="${random.below(1000)}" />${lineEnd}`;
  }
}
