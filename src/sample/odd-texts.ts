// Anomalies of titles and bodies, each of them seen in a real dump: characters, references and HTML that trip readers.
import { type Anomaly, oddQuestion, oddWiki } from './anomaly.ts';
import { rawWireText, wireText } from './wire-text.ts';

/** Levels; deep enough to tell a reader that recurses at each, and only some 40 kB long. */
const NESTING = 2000;

/** A question with this put before its body. */
function bodyStart(text: string): Anomaly {
  return oddQuestion(({ body }) => ({ body: text + body }));
}

/** A question with this put after its title. */
function titleEnd(text: string): Anomaly {
  return oddQuestion(({ title }) => ({ title: title + text }));
}

/** Anomalies of texts, by name. */
export const ODD_TEXTS = {
  cr_lf_reference: bodyStart(wireText('<p>one line\r\n\r\nand another</p>')),
  raw_tab: bodyStart(rawWireText('&lt;p&gt;\\frac{1}{1-r}\t\\nonumber&lt;/p&gt;')),
  raw_line_separator: bodyStart(rawWireText('&lt;p&gt;before\u2028after&lt;/p&gt;')),
  illegal_reference: bodyStart('&lt;p&gt;bell &#x0E;&#x1; end&lt;/p&gt;'),
  padded_reference: bodyStart('&lt;p&gt;first&lt;/p&gt;&#x0A;&lt;p&gt;second&lt;/p&gt;'),
  third_level_entity: bodyStart(wireText('<p>Type <code>&amp;nbsp;</code> for a space.</p>\n')),
  possible_duplicate_banner: bodyStart(
    wireText(
      '<blockquote>\n<p><strong>Possible Duplicate:</strong><br>\n<a href="https://lanterns.stackexchange.example/q/1">An earlier one</a>  </p>\n</blockquote>\n\n',
    ),
  ),
  unclosed_tags: bodyStart(wireText('<p>one <p>two <b>bold <ul><li>first<li>second</ul>\n')),
  odd_spaces: bodyStart(
    rawWireText('&lt;p&gt;no\u00a0break, zero\u200bwidth, left\u200eto right, thin\u2009space&lt;/p&gt;'),
  ),
  emoji_in_text: bodyStart(wireText('<p>It flies 🪁 and 👩‍🔧 is glad</p>\n')),
  emoji_only: oddQuestion(() => ({ body: wireText('<p>🏮</p>') })),
  angle_title: titleEnd(wireText(' Latch.connect: <socket: 11>: List<String> & more')),
  non_ascii_title: titleEnd(wireText(' “ʇǝxʇ uʍop ǝpısdn” ◆ Łódź 灯り')),
  edge_space_title: titleEnd(rawWireText('\u00a0 ')),
  long_row: oddQuestion(
    ({ body }, { longRowBytes }) => ({ body: body.repeat(Math.ceil(longRowBytes / body.length)) }),
    'rare',
  ),
  deep_nesting: oddQuestion(
    ({ body }) => ({ body: wireText('<div>'.repeat(NESTING)) + body + wireText('</div>'.repeat(NESTING)) }),
    'rare',
  ),
  empty_wiki: oddWiki(() => ({ body: '' })),
  titled_wiki: oddWiki(() => ({ typeId: 4, title: 'tide-gauges' })),
} satisfies Record<string, Anomaly>;
