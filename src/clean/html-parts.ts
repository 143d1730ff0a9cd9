// What a post is made of, for the rules that judge it: prose, code, links and images, each told from the HTML. Memory:
// copies of the text, no longer together than four times the HTML.

import { StackpairsError } from '../errors.ts';
import type { Pair, Step, Text } from '../types.ts';
import { decodeHTML } from './html-entities.ts';
import { visitRuns } from './html-runs.ts';

/** The parts of a post. */
export interface HtmlParts {
  /** All but code, links' texts and quotes included: a line for each paragraph, item and the like. */
  readonly prose: string;
  /** The prose outside links. */
  readonly unlinked: string;
  /** The prose outside quotes. */
  readonly unquoted: string;
  /** What stands in `<pre>` and `<code>`. */
  readonly code: string;
  readonly links: number;
  readonly images: number;
}

// Every run of white space but a single space: matching those too would cost far more.
const UNTIDY_RUN = /[^\S ]\s*| \s+/g;

/** Takes the HTML of a post apart. */
export function htmlParts(html: string): HtmlParts {
  const prose: string[] = [];
  const unlinked: string[] = [];
  const unquoted: string[] = [];
  const code: string[] = [];
  let links = 0;
  let images = 0;
  const pushGap = (gap: string) => {
    for (const pieces of [prose, unlinked, unquoted]) pieces.push(gap);
  };
  visitRuns(html, {
    text: (start, end, { isCode, isLinked, isQuoted }) => {
      const text = decodeHTML(html.slice(start, end));
      if (isCode) {
        code.push(text);
        pushGap(' ');
      } else {
        const words = text.replace(UNTIDY_RUN, ' ');
        prose.push(words);
        unlinked.push(isLinked ? ' ' : words);
        unquoted.push(isQuoted ? ' ' : words);
      }
    },
    separate: (isLine) => pushGap(isLine ? '\n' : ' '),
    link: () => links++,
    image: () => images++,
  });
  return { prose: tidy(prose), unlinked: tidy(unlinked), unquoted: tidy(unquoted), code: code.join(''), links, images };
}

// By their names: what they read is nothing that a step says of itself.
const STEPS_ON_HTML: ReadonlySet<string> = new Set(['codeRatio', 'detectLanguage', 'imageOnly', 'linkOnly']);

/** Whether a step judges code, links or prose of HTML, and can say nothing of plain texts. */
export function isAboutHtml({ step }: Pick<Step<Pair>, 'step'>): boolean {
  return STEPS_ON_HTML.has(step);
}

/** The HTML texts of a pair. Throws where there are none: the step then stands behind the one that renders them. */
export function htmlOf(pair: Pair, step: string): readonly string[] {
  const texts = pair.texts.filter(({ html }) => html);
  if (texts.length > 0) return texts.map(({ value }) => value);
  throw new StackpairsError('bad_pipeline', 'no text is HTML any more', {
    at: `step ${step}`,
    expected: 'to stand before htmlToText, where code, links and images can be told from prose',
  });
}

/** The prose of a text that is still HTML, else all of it. */
export function proseOf({ html, value }: Text): string {
  return html ? htmlParts(value).prose : value;
}

/** Lines without white space at their ends, and no empty ones. */
function tidy(pieces: readonly string[]): string {
  return pieces
    .join('')
    .split('\n')
    .map((line) => line.replace(UNTIDY_RUN, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
