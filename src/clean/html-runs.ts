// The runs of text of a post's HTML, each with what it is part of: prose, code, a link or a quote. Rules that judge or
// rewrite a text before it is rendered walk over these, in the same tokens as the renderer; memory is a few flags.

import { ELEMENTS, type Element, GAP } from './elements.ts';
import { cutTokens, type HtmlTokens } from './html-tokens.ts';

/** What a run of text is part of. */
export interface RunPlace {
  /** Inside `<pre>` or `<code>`. */
  readonly isCode: boolean;
  readonly isLinked: boolean;
  /** Inside `<blockquote>`. */
  readonly isQuoted: boolean;
}

/** What is called for each part of the HTML, in its order. */
export interface RunVisitor {
  /** Text from `start` to `end` of the HTML, its entities not decoded. */
  text(start: number, end: number, place: RunPlace): void;
  /** Something that ends a line, or stands between two words of one. */
  separate?(isLine: boolean): void;
  link?(): void;
  image?(): void;
}

/** Visits the runs of text of `html`; scripts and styles are no text. */
export function visitRuns(html: string, visitor: RunVisitor): void {
  cutTokens(html, new RunWalk(html, visitor));
}

const INLINE: Pick<Element, 'gap' | 'role'> = { gap: GAP.none, role: undefined };

/** One walk over a post: fed by the tokenizer, token by token. */
class RunWalk implements HtmlTokens {
  readonly #html: string;
  readonly #visitor: RunVisitor;
  #name = '';
  #isPre = false;
  #isInlineCode = false;
  #isLinked = false;
  #isRaw = false;
  /** How many quotes are open. */
  #quotes = 0;

  constructor(html: string, visitor: RunVisitor) {
    this.#html = html;
    this.#visitor = visitor;
  }

  ontext(start: number, end: number): void {
    if (this.#isRaw) return;
    const isCode = this.#isPre || this.#isInlineCode;
    this.#visitor.text(start, end, { isCode, isLinked: this.#isLinked, isQuoted: this.#quotes > 0 });
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
  }

  onopentagend(): void {
    const role = this.#separate();
    if (role === 'code') this.#isPre = true;
    else if (role === 'quote') this.#quote(1);
    else if (role === 'raw') this.#isRaw = true;
    else if (role === 'image') this.#visitor.image?.();
    else if (role === 'link') this.#startLink();
    else if (this.#name === 'code') this.#isInlineCode = true;
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    this.onopentagname(start, end);
    const role = this.#separate();
    if (role === 'code') this.#isPre = false;
    else if (role === 'quote') this.#quote(-1);
    else if (role === 'raw') this.#isRaw = false;
    else if (role === 'link') this.#isLinked = false;
    else if (this.#name === 'code') this.#isInlineCode = false;
  }

  /** Inline code that nobody closed ends with its paragraph, or it would take the rest of the post with it. */
  #separate(): Element['role'] {
    const { gap, role } = ELEMENTS.get(this.#name) ?? INLINE;
    const isLine = gap >= GAP.line || role === 'break';
    if (isLine || gap === GAP.space) this.#visitor.separate?.(isLine);
    if (gap >= GAP.line) this.#isInlineCode = false;
    return role;
  }

  /** Where a quote begins or ends, code ends, as for the renderer. */
  #quote(change: number): void {
    this.#isPre = false;
    this.#quotes = Math.max(0, this.#quotes + change);
  }

  #startLink(): void {
    this.#isLinked = true;
    this.#visitor.link?.();
  }

  // Nothing of these is shown, or `ontext` gives it undecoded.
  onattribname(): void {}
  onattribdata(): void {}
  onattribend(): void {}
  onattribentity(): void {}
  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  ontextentity(): void {}
  onend(): void {}
}
