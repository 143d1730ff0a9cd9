// Duplicates to be found: the text of an earlier question as it was, with other case and white space, or with one word changed.
import type { QuestionText } from './question-text.ts';
import { wireText } from './wire-text.ts';

/** How a duplicate differs from the question it repeats. */
export type Repetition = 'exact' | 'respaced' | 'near';

const PARAGRAPH_END = wireText('</p>\n');
const SPACED_PARAGRAPH_END = wireText(' </p>\n\n');

/** Repeats a text. */
export function repeatText(text: QuestionText, repetition: Repetition): QuestionText {
  switch (repetition) {
    case 'exact':
      return text;
    case 'respaced':
      return {
        ...text,
        title: text.title.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(' ', '  '),
        body: text.body.replace(PARAGRAPH_END, SPACED_PARAGRAPH_END),
      };
    case 'near':
      return { ...text, body: changeOneWord(text.body) };
  }
}

function changeOneWord(body: string): string {
  const changed = body.replace(/ (?:the|a|my|to|is) /, ' certainly ');
  return changed === body ? `${body}certainly` : changed;
}
