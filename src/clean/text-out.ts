// Writes plain text piece by piece: gaps between pieces are held back until the next piece comes, so that no line ever
// starts or ends with white space. Memory: the pieces, which together are no longer than the HTML they came from.
import { GAP, type Gap } from './elements.ts';

const SEPARATOR = ['', ' ', '\n', '\n\n'] as const;
// Every run of white space but a single space: matching those too would make this three times slower.
const UNTIDY_RUN = /[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+/g;

/** Plain text in the making. */
export class TextOut {
  readonly #pieces: string[] = [];
  #gap: Gap = GAP.none;
  #marker = '';

  /** Puts at least `gap` before the next piece. */
  separate(gap: Gap): void {
    if (gap > this.#gap) this.#gap = gap;
  }

  /** Starts a new line; the second of two in a row makes a blank one. */
  breakLine(): void {
    this.#gap = this.#gap < GAP.line ? GAP.line : GAP.blankLine;
  }

  /** Puts `marker` before the next piece, in place of one that still waits. */
  mark(marker: string): void {
    this.#marker = marker;
  }

  /** Writes text whose white space means no more than a gap between words. */
  words(text: string): void {
    let start = 0;
    let end = text.length;
    while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
    if (start > 0) this.separate(GAP.space);
    if (start === end) return;
    while (isWhiteSpace(text.charCodeAt(end - 1))) end--;
    const inner = start === 0 && end === text.length ? text : text.slice(start, end);
    this.verbatim(inner.replace(UNTIDY_RUN, ' '));
    if (end < text.length) this.#gap = GAP.space;
  }

  /** Writes text as it is. */
  verbatim(text: string): void {
    if (this.#gap !== GAP.none && this.#pieces.length > 0) this.#pieces.push(SEPARATOR[this.#gap]);
    if (this.#marker !== '') this.#pieces.push(this.#marker);
    this.#pieces.push(text);
    this.#gap = GAP.none;
    this.#marker = '';
  }

  /** Writes text right after the last piece, before any gap that waits. */
  append(text: string): void {
    this.#pieces.push(text);
  }

  /** The place reached so far, for `since` and `rewind`. */
  get place(): number {
    return this.#pieces.length;
  }

  /** The text written since `place`, gaps and markers included; its first `limit` UTF-16 units. */
  since(place: number, limit = Number.POSITIVE_INFINITY): string {
    let end = place;
    for (let length = 0; end < this.#pieces.length && length < limit; end++) length += this.#pieces[end]?.length ?? 0;
    return this.#pieces.slice(place, end).join('').slice(0, limit);
  }

  /** Takes back all that was written since `place`. */
  rewind(place: number): void {
    this.#pieces.length = place;
    this.#marker = '';
  }

  /** All that was written. */
  text(): string {
    return this.#pieces.join('');
  }
}

function isWhiteSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13 || code === 12;
}
