// What the elements of a post body mean: what they put between words, which part they play, which attribute is text.
// An element that is not in this table is inline: its tags vanish and its text stays where it is.

/** What stands between two pieces of text, in rising strength; the stronger of two neighbours wins. */
export const GAP = { none: 0, space: 1, line: 2, blankLine: 3 } as const;
export type Gap = (typeof GAP)[keyof typeof GAP];

/** A part an element plays besides separating words. `raw` text is never shown. */
export type Role = 'break' | 'bullets' | 'code' | 'image' | 'item' | 'link' | 'numbers' | 'quote' | 'raw';

/** What a tag does to the text around it. */
export interface Element {
  readonly gap: Gap;
  readonly role: Role | undefined;
  /** The one attribute that can become text. */
  readonly attribute: string | undefined;
}

// Named although they mean nothing, so that the names met most are found at once, in lower case.
const INLINE = 'b code del em i kbd s small span strike strong sub sup u';
const BLANK_LINE =
  'address article aside center details dialog dir div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header ' +
  'hgroup hr main menu nav p search section table';
const LINE = 'caption colgroup dd dt figcaption legend optgroup option summary tbody tfoot thead tr';
const CELL = 'td th';
const RAW = 'iframe noembed noframes script style';

/** Elements by name in lower case. */
export const ELEMENTS: ReadonlyMap<string, Element> = new Map<string, Element>([
  ...all(INLINE, { gap: GAP.none }),
  ...all(BLANK_LINE, { gap: GAP.blankLine }),
  ...all(LINE, { gap: GAP.line }),
  ...all(CELL, { gap: GAP.space }),
  ...all(RAW, { gap: GAP.none, role: 'raw' }),
  ...all('br', { gap: GAP.none, role: 'break' }),
  ...all('pre', { gap: GAP.blankLine, role: 'code' }),
  ...all('blockquote', { gap: GAP.blankLine, role: 'quote' }),
  // A list that is not inside another has blank lines around it, see the renderer.
  ...all('ul', { gap: GAP.line, role: 'bullets' }),
  ...all('ol', { gap: GAP.line, role: 'numbers', attribute: 'start' }),
  ...all('li', { gap: GAP.line, role: 'item' }),
  ...all('a', { gap: GAP.none, role: 'link', attribute: 'href' }),
  ...all('image img', { gap: GAP.space, role: 'image', attribute: 'alt' }),
]);

/** What the editor writes where nobody described the picture, in the languages of the network, in lower case. */
export const STOCK_ALTS: ReadonlySet<string> = new Set([
  'alt text',
  'enter image description here',
  'image',
  'inserir a descrição da imagem aqui',
  'introducir la descripción de la imagen aquí',
  'введите сюда описание изображения',
  '画像の説明をここに入力',
]);

function all(names: string, { gap, role, attribute }: Partial<Element> & Pick<Element, 'gap'>): [string, Element][] {
  return names.split(' ').map((name) => [name, { gap, role, attribute }]);
}
