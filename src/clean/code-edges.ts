// The text of a `<pre>` starts on its first line with something on it and ends with its last visible character.

const LINE_FEED = 10;

/** Code without the blank lines before it and without the white space after it; indentation stays. */
export function withoutBlankEdges(code: string): string {
  let start = 0;
  for (let at = 0; isWhiteSpace(code.charCodeAt(at)); at++) {
    if (code.charCodeAt(at) === LINE_FEED) start = at + 1;
  }
  let end = code.length;
  while (end > start && isWhiteSpace(code.charCodeAt(end - 1))) end--;
  return code.slice(start, end);
}

function isWhiteSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11);
}
