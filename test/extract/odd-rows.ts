// Rows in every shape real dumps, old or hand-edited ones were seen in, and some worse; each with what must come out.

import type { Post } from '../../src/types.ts';

export interface OddRow {
  readonly name: string;
  readonly xml: string;
  /** What the post must hold. */
  readonly post?: Partial<Post>;
  /** What must be said of a row that is no post. */
  readonly fault?: string | RegExp;
  readonly repaired?: true;
}

const HEAD = 'Id="7" PostTypeId="1" CreationDate="2015-03-01T09:30:00.120" Score="4"';

function titled(name: string, value: string, title: string): OddRow {
  return { name, xml: `<row ${HEAD} Title="${value}" />`, post: { id: 7, title } };
}

function repaired(name: string, value: string, title: string): OddRow {
  return { ...titled(name, value, title), repaired: true };
}

function faulty(name: string, attributes: string, fault: string | RegExp): OddRow {
  return { name, xml: `<row ${attributes} />`, fault };
}

export const ODD_ROWS: readonly OddRow[] = [
  // Values.
  titled('two layers of escaping', '&lt;p&gt;a &amp;amp; b&lt;/p&gt;', '<p>a &amp; b</p>'),
  titled('every named reference', '&lt;&gt;&amp;&quot;&apos;', `<>&"'`),
  titled('numbers, zero-padded and hexadecimal', '&#65;&#x42;&#0067;&#x0044;&#x1F600;', 'ABCD\u{1F600}'),
  titled('line ends by reference', 'a&#xD;&#xA;b&#xA;c&#x9;d', 'a\r\nb\nc\td'),
  titled('C1 characters by reference, not Windows-1252', 'a&#x80;b&#150;', 'a\u0080b\u0096'),
  titled('the replacement character by reference', '&#xFFFD;', '\ufffd'),
  titled('a raw tab', 'a\tb', 'a b'),
  titled('raw line ends', 'a\r\nb\nc\rd\n\re', 'a b c d  e'),
  titled('a raw line separator', 'a\u2028b', 'a\u2028b'),
  titled('characters of all lengths', 'é ✓ 𝄞 \u00a0', 'é ✓ 𝄞 \u00a0'),
  titled('references between characters', 'é&amp;✓&#xe9;𝄞', 'é&✓é𝄞'),
  titled('raw control characters', 'a\u0000b\u000bc', 'a\u0000b\u000bc'),
  titled('a raw > and the other quote', `a > b's`, `a > b's`),
  titled('what looks like an attribute', 'Id=&quot;9&quot; Id=', 'Id="9" Id='),
  titled('nothing', '', ''),
  repaired('a forbidden control character', 'a&#x0E;b', 'a\ufffdb'),
  repaired('a vertical tab by reference', '&#xB;&#11;', '\ufffd\ufffd'),
  repaired('the null character', '&#0;&#x000;', '\ufffd\ufffd'),
  repaired('a surrogate by reference', '&#xD83D;&#xDE00;', '\ufffd\ufffd'),
  repaired('not a character', '&#xFFFE;&#xffff;', '\ufffd\ufffd'),
  repaired('beyond the last character', '&#x110000;&#1114112;', '\ufffd\ufffd'),
  repaired('a number without end', `&#${'9'.repeat(5000)};&#x${'f'.repeat(400)};`, '\ufffd\ufffd'),
  { ...repaired('a forbidden character in a field nobody reads', '', ''), xml: `<row ${HEAD} Text="&#x1;" />` },

  // Fields.
  {
    name: 'no optional field',
    xml: '<row Id="1" PostTypeId="17"/>',
    post: { votes: 0, created: '', title: '', tags: [] },
  },
  {
    name: 'classic tags',
    xml: `<row ${HEAD} Tags="&lt;c#&gt;&lt;gpt-3.5&gt;&lt;c++&gt;&lt;naïve&gt;" />`,
    post: { tags: ['c#', 'gpt-3.5', 'c++', 'naïve'] },
  },
  { name: 'tags of 2024', xml: `<row ${HEAD} Tags="|a|network.http|" />`, post: { tags: ['a', 'network.http'] } },
  { name: 'no tags', xml: `<row ${HEAD} Tags="" />`, post: { tags: [] } },
  {
    name: 'negative numbers',
    xml: '<row Id="1" PostTypeId="2" Score="-12" OwnerUserId="-1" ParentId="3" />',
    post: { votes: -12, ownerId: -1, parentId: 3 },
  },
  { name: 'minus zero', xml: '<row Id="1" PostTypeId="2" Score="-0" />', post: { votes: 0 } },
  { name: 'the largest id', xml: '<row Id="2147483647" PostTypeId="1" />', post: { id: 2147483647 } },
  { name: 'a number by reference', xml: '<row Id="&#49;2" PostTypeId="1" />', post: { id: 12 } },
  {
    name: 'a date without fraction',
    xml: '<row Id="1" PostTypeId="1" CreationDate="2011-01-02T03:04:05" />',
    post: { created: '2011-01-02T03:04:05' },
  },
  {
    name: 'edits and licences',
    xml: `<row ${HEAD} LastEditDate="2016-01-01T00:00:00.000" LastEditorUserId="8" ContentLicense="CC BY-SA 3.0" OwnerDisplayName="user90" AcceptedAnswerId="11" ClosedDate="2017-01-01T00:00:00.000" />`,
    post: {
      edited: '2016-01-01T00:00:00.000',
      editorId: 8,
      license: 'CC BY-SA 3.0',
      ownerName: 'user90',
      acceptedAnswerId: 11,
      closed: '2017-01-01T00:00:00.000',
    },
  },
  faulty('no id', 'PostTypeId="1"', 'Id is missing'),
  faulty('no type', 'Id="1"', 'PostTypeId is missing'),
  faulty('an id that is none', 'Id="x1" PostTypeId="1"', 'Id is "x1"'),
  faulty('an empty id', 'Id="" PostTypeId="1"', 'Id is ""'),
  faulty('a negative id', 'Id="-1" PostTypeId="1"', 'Id is "-1"'),
  faulty('an id too large', 'Id="2147483648" PostTypeId="1"', 'Id is "2147483648"'),
  faulty('an id with white space', 'Id="1\t" PostTypeId="1"', 'Id is "1 "'),
  faulty('a score that is none', 'Id="1" PostTypeId="1" Score="1.5"', 'Score is "1.5"'),
  faulty('a lone minus', 'Id="1" PostTypeId="1" OwnerUserId="-"', 'OwnerUserId is "-"'),
  faulty('a date that is none', 'Id="1" PostTypeId="1" CreationDate="2011-13-02T03:04:05.000"', /CreationDate is/),
  faulty('a day that no month has', 'Id="1" PostTypeId="1" CreationDate="2019-02-31T03:04:05.000"', /CreationDate is/),
  faulty(
    'a day that this year has not',
    'Id="1" PostTypeId="1" CreationDate="2019-02-29T03:04:05.000"',
    /CreationDate/,
  ),
  faulty('a year before all posts', 'Id="1" PostTypeId="1" CreationDate="0050-01-01T03:04:05.000"', /CreationDate is/),
  faulty(
    'a licence that is none',
    'Id="1" PostTypeId="1" ContentLicense="constructor"',
    'ContentLicense is "constructor"',
  ),
  faulty('a licence with markup', 'Id="1" PostTypeId="1" ContentLicense="CC &lt;b&gt;"', /ContentLicense is/),
  faulty('a licence that is a text', `Id="1" PostTypeId="1" ContentLicense="C${'x'.repeat(64)}"`, /ContentLicense is/),
  {
    name: 'a leap day',
    xml: '<row Id="1" PostTypeId="1" CreationDate="2020-02-29T03:04:05" ContentLicense="" />',
    post: { created: '2020-02-29T03:04:05', license: undefined },
  },
  faulty('a date with a zone', 'Id="1" PostTypeId="1" CreationDate="2011-12-02T03:04:05Z"', /CreationDate is/),

  // Shapes.
  { name: 'no space before the end', xml: `<row ${HEAD} Title="a"/>`, post: { title: 'a' } },
  { name: 'several spaces', xml: `<row  ${HEAD}   Title="a"   />`, post: { title: 'a' } },
  { name: 'a row over several lines', xml: `<row\r\n\t${HEAD}\n  Title="a"\r\n/>`, post: { title: 'a' } },
  { name: 'single quotes', xml: `<row ${HEAD} Title='say "a"&#10;' />`, post: { title: 'say "a"\n' } },
  { name: 'space around =', xml: `<row ${HEAD} Title = "a" />`, post: { title: 'a' } },
  { name: 'an end tag', xml: `<row ${HEAD} Title="a"></row>`, post: { title: 'a' } },
  { name: 'an end tag behind text', xml: `<row ${HEAD} Title="a">text <b>c</b></row >`, post: { title: 'a' } },
  {
    name: 'a forbidden character in an odd row',
    xml: `<row ${HEAD} Title='&#x1;'/>`,
    post: { title: '\ufffd' },
    repaired: true,
  },
  { name: 'a name with a colon', xml: `<row ${HEAD} xml:lang="en" Title="a" />`, post: { title: 'a' } },
  { name: 'a name that is not ASCII', xml: `<row ${HEAD} Titré="b" Title="a" />`, post: { title: 'a' } },
  {
    name: 'names of prototypes',
    xml: `<row __proto__="1" constructor="2" hasOwnProperty="3" ${HEAD} toString='4' />`,
    post: { id: 7 },
  },
  {
    name: 'names that nearly are known',
    xml: `<row ${HEAD} Titlf="b" Boxy="c" Idd="8" id="9" Title="a" />`,
    post: { id: 7, title: 'a', body: '' },
  },
  faulty('a bare &', `${HEAD} Title="a & b"`, /./),
  faulty('an entity of HTML', `${HEAD} Title="a&nbsp;b"`, /./),
  faulty('an entity of JavaScript', `${HEAD} Title="&constructor;"`, /./),
  faulty('a reference in capitals', `${HEAD} Title="&AMP;"`, /./),
  faulty('a hexadecimal reference in capitals', `${HEAD} Title="&#X41;"`, /./),
  faulty('a reference without digits', `${HEAD} Title="&#;&#x;"`, /./),
  faulty('a bare & in a field nobody reads', `${HEAD} Text="&"`, /./),
  faulty('an attribute twice', `${HEAD} Title="a" Title="b"`, /Title is there twice/),
  faulty('an unknown attribute twice', `${HEAD} X="a" X="b"`, /X is there twice/),
  faulty('__proto__ twice', `${HEAD} __proto__="a" __proto__="b"`, /twice/),
  faulty('a raw <', `${HEAD} Title="a < b"`, 'raw < in the tag'),
  faulty('a comment in a value', `${HEAD} Title="<!-- a"`, 'raw < in the tag'),
  faulty('no space between attributes', `${HEAD}Title="a"`, /./),
  faulty('no quotes', `${HEAD} ViewCount=1`, /./),
  faulty('a quote too many', `${HEAD} Title="a""`, 'unterminated'),
  faulty('a name without value', `${HEAD} Title`, /./),
  faulty('a name that begins with a digit', `${HEAD} 1st="a"`, /./),
  { name: 'no attributes', xml: '<row/>', fault: 'Id is missing' },
  { name: 'no end', xml: `<row ${HEAD} Title="a`, fault: 'unterminated' },
  { name: 'no end tag', xml: `<row ${HEAD} Title="a">`, fault: /./ },
  { name: 'the wrong end tag', xml: `<row ${HEAD} Title="a"></raw>`, fault: /./ },
];
