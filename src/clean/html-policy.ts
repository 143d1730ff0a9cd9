// What a pipeline may decide about the parts of a post that are not prose.

/** What to do with the parts of a post that are not prose. */
export interface HtmlPolicy {
  /** `<pre>` blocks: verbatim, nothing, or `[code]`. */
  readonly code: 'keep' | 'drop' | 'placeholder';
  /** `<blockquote>`, spoilers among them. */
  readonly quotes: 'keep' | 'drop';
  readonly links: 'text' | 'text-and-url';
  readonly images: 'alt' | 'drop';
  /** Quotes that begin with `Possible Duplicate:`, which give the label of a duplicate pair away. */
  readonly banners: 'drop' | 'keep';
}

/** The policy of a step that names no option. */
export const DEFAULT_POLICY: HtmlPolicy = {
  code: 'keep',
  quotes: 'keep',
  links: 'text',
  images: 'alt',
  banners: 'drop',
};
