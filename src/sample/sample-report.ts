// What a sample holds, counted while it is written, so that a test can hold what a build found against what was planted.
import { ANOMALY_NAMES, type AnomalyName } from './anomalies.ts';
import type { RowKind } from './anomaly.ts';
import type { Link, LinkTraits } from './link-writer.ts';
import type { SampleSite } from './site-style.ts';

/** What one site of a sample holds. */
export interface SampleSiteReport {
  readonly site: string;
  readonly folder: string;
  readonly lineEnd: '\r\n' | '\n';
  readonly tags: 'angles' | 'pipes';
  /** Lines between the XML declaration and `<posts>`. */
  readonly prologue: readonly string[];
  /** Size of Posts.xml as stored. */
  readonly bytes: number;
  /** Rows of Posts.xml: `questions`, `answers`, `others` and `malformed` together. */
  readonly rows: number;
  readonly questions: number;
  readonly answers: number;
  readonly others: number;
  /** Rows with an id below that of the row before. */
  readonly unsorted: number;
  /** Questions with an accepted answer, or with what says so. */
  readonly accepted: number;
  /** Questions that were closed. */
  readonly closed: number;
  /** Rows with an owner who is in Users.xml, with one who is not, and with none but perhaps a name. */
  readonly owners: {
    readonly listed: number;
    readonly unlisted: number;
    readonly none: number;
  };
  /** Rows no reader can take as a post; each is one of the `planted`. */
  readonly malformed: number;
  /** Questions that repeat the title and body of another one of the sample. */
  readonly duplicates: {
    readonly exact: number;
    /** Equal but for the case of a letter and white space. */
    readonly respaced: number;
    /** Equal but for one word of the body. */
    readonly near: number;
  };
  /** Rows of PostLinks.xml; `dangling` and `chained` ones are also counted by their kind, `malformed` ones are not. */
  readonly links: {
    readonly linked: number;
    readonly duplicate: number;
    readonly dangling: number;
    /** Duplicates of a question that is itself closed as a duplicate, those of themselves among them. */
    readonly chained: number;
    readonly malformed: number;
  };
  /** Rows of Users.xml; among them those with an `odd` name, to trip over, and `malformed` ones, which no reader can take. */
  readonly users: {
    readonly rows: number;
    readonly odd: number;
    readonly malformed: number;
  };
  readonly planted: Readonly<Record<AnomalyName, number>>;
  /** Whether the file ends in the middle of a row, which is not counted. */
  readonly truncated: boolean;
}

/** What a sample holds. */
export interface SampleReport {
  readonly seed: number;
  /** Size of all Posts.xml together, as stored. */
  readonly bytes: number;
  readonly sites: readonly SampleSiteReport[];
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The counts of a site while it is being written. */
export interface SiteTally {
  readonly rows: Record<RowKind, number>;
  readonly posts: Writable<Pick<SampleSiteReport, 'unsorted' | 'accepted' | 'closed'>>;
  readonly owners: Writable<SampleSiteReport['owners']>;
  readonly users: Writable<SampleSiteReport['users']>;
  readonly duplicates: Writable<SampleSiteReport['duplicates']>;
  readonly links: Writable<SampleSiteReport['links']>;
  readonly planted: Record<AnomalyName, number>;
}

/** Makes a tally of nothing. */
export function createSiteTally(): SiteTally {
  return {
    rows: { question: 0, answer: 0, other: 0, malformed: 0 },
    posts: { unsorted: 0, accepted: 0, closed: 0 },
    owners: { listed: 0, unlisted: 0, none: 0 },
    users: { rows: 0, odd: 0, malformed: 0 },
    duplicates: { exact: 0, respaced: 0, near: 0 },
    links: { linked: 0, duplicate: 0, dangling: 0, chained: 0, malformed: 0 },
    planted: Object.fromEntries(ANOMALY_NAMES.map((name) => [name, 0])) as Record<AnomalyName, number>,
  };
}

/** Counts a link by its kind and traits, unless no reader can take it. */
export function countLink(links: SiteTally['links'], link: Pick<Link, 'kind' | 'flaw'> & LinkTraits): void {
  if (link.flaw === 'spoilt') {
    links.malformed++;
    return;
  }
  links[link.kind]++;
  if (link.dangling) links.dangling++;
  else if (link.chained) links.chained++;
}

/** Puts a finished tally into the form of the report. */
export function reportSite(
  site: SampleSite,
  tally: SiteTally,
  stored: { bytes: number; truncated: boolean },
): SampleSiteReport {
  const { question, answer, other, malformed } = tally.rows;
  return {
    site: site.name,
    folder: site.folder,
    lineEnd: site.style.lineEnd,
    tags: site.style.tags,
    prologue: site.style.prologue,
    bytes: stored.bytes,
    rows: question + answer + other + malformed,
    questions: question,
    answers: answer,
    others: other,
    ...tally.posts,
    owners: tally.owners,
    malformed,
    duplicates: tally.duplicates,
    links: tally.links,
    users: tally.users,
    planted: tally.planted,
    truncated: stored.truncated,
  };
}
