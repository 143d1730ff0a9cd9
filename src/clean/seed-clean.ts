// The cleaning of the original data set, with all its faults, for whoever wants that very set. In Python it reads
// `re.sub("<.*?>", "", text).strip()`: what looks like a tag on one line goes, be it HTML or a title's `List<String>`; what
// goes on on the next line stays, entities stay, and words on both sides of a tag are glued together.
import type { Pair, Step } from '../types.ts';
import { defineBuiltIn } from './define-step.ts';

/** Cleans every text of a pair as the script that made the original data set did. */
export function seedClean(): Step<Pair> {
  return defineBuiltIn({ step: 'seedClean', options: {}, reasons: [] }, (pair) => ({
    texts: pair.texts.map(({ name, value }) => ({ name, html: false, value: stripped(withoutTags(value)) })),
  }));
}

/** `re.sub("<.*?>", "", text)`, in time that grows with the text alone, however many `<` it has. */
function withoutTags(text: string): string {
  const close = finder(text, '>');
  const lineEnd = finder(text, '\n');
  let kept = '';
  let from = 0;
  for (let open = text.indexOf('<'); open >= 0; ) {
    const end = close(open);
    if (end === text.length) break;
    const line = lineEnd(open);
    if (end < line) {
      kept += text.slice(from, open);
      from = end + 1;
    }
    // A line without a `>` from here on has no tag in its rest. Python's `.` stops at LF alone, not at other line ends.
    open = text.indexOf('<', Math.min(end + 1, line));
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** The first such character at or behind a place, the text's length if there is none; to be asked in rising order. */
function finder(text: string, character: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    const at = text.indexOf(character, from);
    found = at < 0 ? text.length : at;
    return found;
  };
}

/** `text.strip()`. */
function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `str.isspace`: unlike `trim`, it knows the separators U+001C to U+001F and U+0085, and not U+FEFF. */
function isPythonSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}
