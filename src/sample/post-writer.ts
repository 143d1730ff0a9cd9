// Rows of each type with everything around their texts: who wrote and edited them, when, under which licence, how they score.
import { type Pools, writeBody, writeExcerpt } from './body.ts';
import type { DateText } from './date-text.ts';
import type { PostRow } from './post-row.ts';
import type { QuestionText } from './question-text.ts';
import type { Random } from './random.ts';
import type { SiteStyle } from './site-style.ts';
import type { Topic } from './topic.ts';

/** What a writer of posts needs to know of its site. */
export interface PostWriterOptions {
  readonly pools: Pools;
  readonly random: Random;
  readonly dateText: DateText;
  readonly style: SiteStyle;
  /** Users are numbered from 1 to here. */
  readonly users: number;
}

/** A question's text and what is known of its fate. */
interface QuestionContent extends QuestionText {
  readonly answers?: number;
  readonly acceptedAnswerId?: number;
  /** Moment it was closed. */
  readonly closed?: number | undefined;
}

/** Writes the rows of one site; `moment` is the creation date in milliseconds since 1970. */
export interface PostWriter {
  question(id: number, moment: number, content: QuestionContent): PostRow;
  answer(id: number, moment: number, parent: { readonly id: number; readonly topic: Topic }): PostRow;
  /** A tag's excerpt (type 4) or wiki (type 5). */
  wiki(id: number, moment: number, topic: Topic): PostRow;
  /** A moderator's nomination (type 6) or a wiki's placeholder (type 7). */
  other(id: number, moment: number, topic: Topic): PostRow;
}

const DAY_MS = 86_400_000;
const LICENSE_3 = Date.UTC(2011, 3, 8);
const LICENSE_4 = Date.UTC(2018, 4, 2);
const COMMUNITY = -1;
const NO_TAGS: readonly string[] = [];

type Content = Pick<PostRow, 'body'> & { readonly parentId?: number } & Partial<QuestionContent>;

/** Makes the writer of a site's posts. */
export function createPostWriter({ pools, random, dateText, style, users }: PostWriterOptions): PostWriter {
  function post(id: number, typeId: number, moment: number, content: Content): PostRow {
    const later = Math.min(moment + random.below(1000) * random.below(DAY_MS), style.until);
    const editorId = random.below(100) < 35 ? (random.onceIn(12) ? COMMUNITY : someUser(random, users)) : 0;
    const nameKind = random.below(200);
    const active = editorId !== 0 || random.onceIn(4) ? dateText(later) : '';
    const created = dateText(moment);
    return {
      id,
      typeId,
      acceptedAnswerId: content.acceptedAnswerId ?? 0,
      parentId: content.parentId ?? 0,
      created,
      votes: someVotes(random),
      views: typeId === 1 ? 1 + random.below(2 << random.below(17)) : 0,
      body: content.body,
      ownerId: nameKind < 3 ? 0 : someUser(random, users),
      ownerName: nameKind < 5 ? someName(random) : '',
      editorId,
      editorName: editorId > 0 && nameKind === 5 ? someName(random) : '',
      edited: editorId === 0 ? '' : active,
      active: active === '' ? created : active,
      title: content.title ?? '',
      tags: content.tags ?? NO_TAGS,
      answers: content.answers ?? 0,
      comments: random.onceIn(2) ? 0 : random.below(6),
      favorites: style.old && typeId === 1 ? random.below(4) : 0,
      closed: content.closed === undefined ? '' : dateText(content.closed),
      communityOwned: random.onceIn(200) ? dateText(later) : '',
      license: style.old ? '' : licenseAt(editorId > 0 ? later : moment),
    };
  }

  return {
    question: (id, moment, text) => post(id, 1, moment, text),
    answer: (id, moment, { id: parentId, topic }) =>
      post(id, 2, moment, { parentId, body: writeBody(pools, topic, random) }),
    wiki(id, moment, topic) {
      const write = random.onceIn(2) ? writeExcerpt : writeBody;
      const row = post(id, write === writeExcerpt ? 4 : 5, moment, { body: write(pools, topic, random) });
      return { ...row, votes: 0, ownerId: COMMUNITY, ownerName: '' };
    },
    other: (id, moment, topic) => post(id, 6 + random.below(2), moment, { body: writeBody(pools, topic, random) }),
  };
}

function someName(random: Random): string {
  return `user${1000 + random.below(900_000)}`;
}

function someUser(random: Random, users: number): number {
  return 1 + random.below(1 + random.below(users));
}

/** Most are small, some negative, and each doubling of the score is about half as frequent. */
function someVotes(random: Random): number {
  if (random.onceIn(12)) return -1 - random.below(1 + random.below(8));
  return random.below(1 + (1 << Math.min(Math.clz32(random.next()), 13)));
}

function licenseAt(moment: number): string {
  return moment < LICENSE_3 ? 'CC BY-SA 2.5' : moment < LICENSE_4 ? 'CC BY-SA 3.0' : 'CC BY-SA 4.0';
}
