// HTML of a post in, plain text out; the rules are written down in docs/cleaning.md. It walks over tokens, not over a
// tree: nesting costs a counter, so time and memory are linear in the input however deep or broken it is. The
// reference that a faster implementation is compared with: clear first, fast second.

import { withoutBlankEdges } from './code-edges.ts';
import { ELEMENTS, type Element, GAP, type Gap, STOCK_ALTS } from './elements.ts';
import { decodeHTML, decodeHTMLAttribute } from './html-entities.ts';
import { DEFAULT_POLICY, type HtmlPolicy } from './html-policy.ts';
import { cutTokens, type HtmlTokens } from './html-tokens.ts';
import { TextOut } from './text-out.ts';

const BANNER = /^\s*possible duplicates?\s*:/i;
// Enough for the longest banner with white space before, between and after its words.
const BANNER_CHARS = 64;
const SHOWN_URL = /^https?:\/\/\S+$/i;
const LIST_START = /^\s*([+-]?\d{1,9})/;

/** Renders the HTML of a post as plain text. */
export function renderHtml(html: string, policy: HtmlPolicy = DEFAULT_POLICY): string {
  return new Rendering(html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html, policy).text();
}

/** One post on its way to text: fed by the tokenizer, token by token, then read once. */
class Rendering implements HtmlTokens {
  readonly #html: string;
  readonly #policy: HtmlPolicy;
  readonly #out = new TextOut();
  /** Next number of each open list, innermost last; undefined for a bulleted one. */
  readonly #lists: (number | undefined)[] = [];
  /** Where the text of each open quote begins, innermost last. */
  readonly #quotes: number[] = [];
  /** How many quotes are open inside one that is dropped, itself included. */
  #droppedQuotes = 0;
  #isRaw = false;
  /** The pieces of the `<pre>` being read. */
  #code: string[] | undefined;
  #link: { readonly place: number; readonly url: string } | undefined;
  /** The element whose start tag is being read, and the value of its attribute. */
  #element: Element | undefined;
  #value: string | undefined;
  #isInAttribute = false;

  constructor(html: string, policy: HtmlPolicy) {
    this.#html = html;
    this.#policy = policy;
  }

  text(): string {
    cutTokens(this.#html, this);
    this.#endCode();
    this.#endLink();
    return this.#out.text();
  }

  ontext(start: number, end: number): void {
    if (this.#isRaw || this.#droppedQuotes > 0) return;
    const run = this.#html.slice(start, end);
    const text = run.includes('&') ? decodeHTML(run) : run;
    if (this.#code === undefined) this.#out.words(text);
    else this.#code.push(text);
  }

  onopentagname(start: number, end: number): void {
    this.#element = elementNamed(this.#html.slice(start, end));
    this.#value = undefined;
  }

  onattribname(start: number, end: number): void {
    const wanted = this.#element?.attribute;
    // The first of two attributes with one name counts.
    if (wanted === undefined || wanted.length !== end - start || this.#value !== undefined) return;
    this.#isInAttribute = this.#html.slice(start, end).toLowerCase() === wanted;
  }

  onattribdata(start: number, end: number): void {
    if (this.#isInAttribute) this.#value = decodeHTMLAttribute(this.#html.slice(start, end));
  }

  onattribend(): void {
    if (this.#isInAttribute) this.#value ??= '';
    this.#isInAttribute = false;
  }

  onopentagend(): void {
    const element = this.#element;
    if (element === undefined) return;
    if (this.#droppedQuotes === 0) this.#open(element);
    else if (element.role === 'quote') this.#droppedQuotes++;
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const element = elementNamed(this.#html.slice(start, end));
    if (element === undefined) return;
    if (this.#droppedQuotes === 0) this.#close(element);
    else if (element.role === 'quote') this.#droppedQuotes--;
  }

  #open({ gap, role }: Element): void {
    this.#separate(gap);
    if (role === undefined) return;
    if (role === 'break') this.#breakLine();
    else if (role === 'code') this.#code ??= [];
    else if (role === 'quote') this.#openQuote();
    else if (role === 'bullets') this.#openList(undefined);
    else if (role === 'numbers') this.#openList(Number(LIST_START.exec(this.#value ?? '')?.[1] ?? 1));
    else if (role === 'item') this.#openItem();
    else if (role === 'link') this.#openLink();
    else if (role === 'image') this.#showImage();
    else this.#isRaw = true;
  }

  #close({ gap, role }: Element): void {
    this.#separate(gap);
    if (role === undefined) return;
    if (role === 'break') this.#breakLine();
    else if (role === 'code') this.#endCode();
    else if (role === 'quote') this.#closeQuote();
    else if (role === 'bullets' || role === 'numbers') this.#closeList();
    else if (role === 'item') this.#out.mark('');
    else if (role === 'link') this.#endLink();
    else if (role === 'raw') this.#isRaw = false;
  }

  /** Inside `<pre>` a separation is written at once, as a line end or a space. */
  #separate(gap: Gap): void {
    if (this.#code === undefined) this.#out.separate(gap);
    else if (gap !== GAP.none) this.#code.push(gap === GAP.space ? ' ' : '\n');
  }

  #breakLine(): void {
    if (this.#code === undefined) this.#out.breakLine();
    else this.#code.push('\n');
  }

  #endCode(): void {
    if (this.#code === undefined) return;
    const code = withoutBlankEdges(this.#code.join(''));
    this.#code = undefined;
    this.#out.separate(GAP.blankLine);
    if (code !== '' && this.#policy.code !== 'drop') this.#out.verbatim(this.#policy.code === 'keep' ? code : '[code]');
    this.#out.separate(GAP.blankLine);
  }

  #openQuote(): void {
    this.#endCode();
    if (this.#policy.quotes === 'drop') this.#droppedQuotes = 1;
    else this.#quotes.push(this.#out.place);
  }

  #closeQuote(): void {
    this.#endCode();
    const place = this.#quotes.pop();
    if (place === undefined || this.#policy.banners === 'keep') return;
    if (!BANNER.test(this.#out.since(place, BANNER_CHARS))) return;
    this.#out.rewind(place);
    this.#link = undefined;
  }

  #openList(firstNumber: number | undefined): void {
    this.#separateList();
    this.#lists.push(firstNumber);
  }

  #closeList(): void {
    this.#lists.pop();
    this.#separateList();
    this.#out.mark('');
  }

  #separateList(): void {
    if (this.#lists.length === 0) this.#separate(GAP.blankLine);
  }

  #openItem(): void {
    const depth = this.#lists.length - 1;
    const number = this.#lists[depth];
    if (number !== undefined) this.#lists[depth] = number + 1;
    if (this.#code === undefined) this.#out.mark(number === undefined ? '- ' : `${number}. `);
  }

  #openLink(): void {
    this.#endLink();
    if (this.#policy.links === 'text' || this.#code !== undefined) return;
    this.#link = { place: this.#out.place, url: (this.#value ?? '').trim() };
  }

  #endLink(): void {
    if (this.#link === undefined) return;
    const { place, url } = this.#link;
    this.#link = undefined;
    const text = this.#out.since(place).trim();
    if (text !== '' && text !== url && SHOWN_URL.test(url)) this.#out.append(` (${url})`);
  }

  #showImage(): void {
    const alt = this.#value ?? '';
    if (this.#code !== undefined || this.#policy.images === 'drop') return;
    if (!STOCK_ALTS.has(alt.replace(/\s+/g, ' ').trim().toLowerCase())) this.#out.words(alt);
    this.#out.separate(GAP.space);
  }

  // Nothing of these is text: comments, declarations, and entities, which `ontext` decodes itself.
  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onattribentity(): void {}
  ontextentity(): void {}
  onend(): void {}
}

/** Names are nearly always in lower case: look before lowering. */
function elementNamed(name: string): Element | undefined {
  return ELEMENTS.get(name) ?? ELEMENTS.get(name.toLowerCase());
}
