// The ordinary questions of one site: most are new, some repeat or are closed in favour of an earlier one, and each keeps rows
// of the schedule for its answers. What they are linked to is told as they are written.
import type { KnownQuestions } from './known-questions.ts';
import type { Link } from './link-writer.ts';
import type { PostRow } from './post-row.ts';
import type { PostWriter } from './post-writer.ts';
import type { QuestionText, TextWriter } from './question-text.ts';
import type { Random } from './random.ts';
import { type Repetition, repeatText } from './repeated-text.ts';
import { countLink, type SiteTally } from './sample-report.ts';
import { missingIdNear, type Schedule } from './schedule.ts';

/** What the questions of a site are made with. */
export interface QuestionRowsOptions {
  readonly random: Random;
  readonly schedule: Schedule;
  readonly posts: PostWriter;
  readonly texts: TextWriter;
  /** Questions of this site, added to here. */
  readonly known: KnownQuestions;
  /** Questions of another site, whose texts may be repeated here. */
  readonly elsewhere: KnownQuestions;
  readonly tally: SiteTally;
  /** Gives the next question of the site its key. */
  nextKey(): number;
  onLink(link: Link): void;
}

interface Question {
  readonly id: number;
  readonly moment: number;
  readonly text: QuestionText;
  /** Key of the topic its answers speak of. */
  readonly topicKey: number;
  readonly closed?: number;
}

/** Writes the question that has this id and moment. */
export type QuestionRows = (id: number, moment: number) => PostRow;

/** Of a thousand questions, the number that are something else than new, counted up. */
const FATES: ReadonlyArray<readonly [below: number, fate: Repetition | 'closed' | 'linked']> = [
  [13, 'exact'],
  [20, 'respaced'],
  [25, 'near'],
  [55, 'closed'],
  [115, 'linked'],
];
/** Two answers a question on average. */
const ANSWER_COUNTS = [0, 1, 1, 1, 2, 2, 2, 3, 3, 5];
const MONTH_MS = 30 * 86_400_000;

/** Makes the writer of a site's ordinary questions. */
export function createQuestionRows(options: QuestionRowsOptions): QuestionRows {
  const { random, schedule, posts, texts, known, elsewhere, tally, nextKey, onLink } = options;
  let lastClosed: { id: number; key: number } | undefined;

  function write(question: Question): PostRow {
    const { id, moment, text, topicKey, closed } = question;
    let answers = 0;
    let acceptedAnswerId = 0;
    for (let left = random.pick(ANSWER_COUNTS); left > 0; left--) {
      const answerId = schedule.keepAnswer(id, topicKey);
      if (answerId === 0) continue;
      answers++;
      if (acceptedAnswerId === 0 && random.onceIn(3)) acceptedAnswerId = answerId;
    }
    const { title, body, tags } = text;
    return posts.question(id, moment, { title, body, tags, answers, acceptedAnswerId, closed });
  }

  function put(link: Link, chained = false): void {
    const dangling = random.onceIn(25);
    countLink(tally.links, { ...link, dangling, chained });
    onLink(dangling ? { ...link, to: missingIdNear(link.to) } : link);
  }

  function repeated(id: number, moment: number, repetition: Repetition): PostRow | undefined {
    const source = (random.onceIn(3) ? elsewhere : known).recall(random);
    if (source === undefined) return undefined;
    tally.duplicates[repetition]++;
    const text = repeatText(texts.question(source.key, source.key), repetition);
    return write({ id, moment, text, topicKey: source.key });
  }

  function closed(id: number, moment: number): PostRow | undefined {
    const chained = lastClosed !== undefined && random.onceIn(8);
    const target = chained ? lastClosed : known.recall(random);
    if (target === undefined) return undefined;
    put({ kind: 'duplicate', from: id, to: target.id, moment }, chained);
    lastClosed = { id, key: target.key };
    const text = texts.question(nextKey(), target.key);
    return write({ id, moment, text, topicKey: target.key, closed: moment + random.below(MONTH_MS) });
  }

  function fresh(id: number, moment: number): PostRow {
    const key = nextKey();
    const text = texts.question(key, key);
    if (isRepeatable(text)) known.remember({ id, key });
    return write({ id, moment, text, topicKey: key });
  }

  return (id, moment) => {
    const turn = random.below(1000);
    const fate = FATES.find(([below]) => turn < below)?.[1];
    if (fate === 'closed') return closed(id, moment) ?? fresh(id, moment);
    if (fate === 'linked') {
      const target = known.recall(random);
      if (target !== undefined) put({ kind: 'linked', from: id, to: target.id, moment });
    } else if (fate !== undefined) return repeated(id, moment, fate) ?? fresh(id, moment);
    return fresh(id, moment);
  };
}

/** Only texts that usual length filters keep are repeated, so that duplicates found can be held against those planted. */
function isRepeatable({ title, body }: QuestionText): boolean {
  return title.length >= 30 && body.length >= 200 && body.length <= 3500;
}
