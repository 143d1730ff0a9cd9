// The sites a sample invents, and how the dump of each is written. The domain `.example` is reserved, so none of them can be
// taken for a site of the network. With anomalies, each style a dump has had over the years is worn by one site.
import type { RowFormat } from './post-row.ts';

/** How one site's dump is written. */
export interface SiteStyle extends RowFormat {
  /** What stands between the XML declaration and `<posts>`, each on a line of its own. */
  readonly prologue: readonly string[];
  /** Dumps before 2020 have no ContentLicense, but a FavoriteCount. */
  readonly old: boolean;
  /** First and last moment of a post, in milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** One site of a sample. */
export interface SampleSite {
  readonly name: string;
  readonly folder: string;
  /** Its place among the sites, from 0. */
  readonly number: number;
  /** Size its Posts.xml should have. */
  readonly bytes: number;
  readonly style: SiteStyle;
}

const NAMES = [
  'lanterns',
  'kitebuilding',
  'loomcraft',
  'bellfounding',
  'tidemills',
  'clockwork',
  'papermaking',
  'ropewalk',
];

const PLAIN: SiteStyle = {
  lineEnd: '\r\n',
  tags: 'angles',
  prologue: [],
  old: false,
  from: Date.UTC(2009, 6, 31),
  until: Date.UTC(2026, 2, 30),
};

/** Styles by the number of the site; further sites begin again with the second. */
const STYLES: readonly SiteStyle[] = [
  {
    ...PLAIN,
    prologue: ['<!-- Written for testing; every post is invented. -->', '<!DOCTYPE posts SYSTEM "posts.dtd">'],
  },
  { ...PLAIN, lineEnd: '\n', tags: 'pipes', prologue: ['<!-- A newer layout -->'] },
  { ...PLAIN, old: true, until: Date.UTC(2017, 11, 1) },
];

/** Plans the sites of a sample: one large, the others ever smaller. */
export function planSites(bytes: number, sites: number, styled: boolean): readonly SampleSite[] {
  const weights = Array.from({ length: sites }, (_, number) => 1 / (number + 1) ** 2);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, number) => {
    const style = styled ? STYLES[number < 1 ? 0 : 1 + ((number - 1) % (STYLES.length - 1))]! : PLAIN;
    const name = siteName(number);
    const month = new Date(style.until).toISOString().slice(0, 7);
    return { name, folder: `${name}-${month}`, number, bytes: Math.floor((bytes * weight) / whole), style };
  });
}

function siteName(number: number): string {
  const round = Math.floor(number / NAMES.length);
  return `${NAMES[number % NAMES.length]}${round === 0 ? '' : round + 1}.stackexchange.example`;
}
