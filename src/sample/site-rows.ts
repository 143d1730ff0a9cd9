// The rows of one site's Posts.xml, one after another. Everything is drawn from the seed and the site's number. Memory: the
// schedule's ring and the known questions, both of fixed size.
import { type AnomalyName, anomaliesOf, createAnomalyDraw } from './anomalies.ts';
import { rowKind } from './anomaly.ts';
import { createRowCount } from './count-row.ts';
import { EXTREME_IDS, writeCutRow, writeHugeRow } from './extreme-rows.ts';
import { createPlanting } from './planting.ts';
import { formatPost, type PostRow } from './post-row.ts';
import { createQuestionRows, type QuestionRowsOptions } from './question-rows.ts';
import { createSchedule } from './schedule.ts';
import type { SampleSite } from './site-style.ts';

/** What the rows of a site are made with. */
export interface SiteRowsOptions extends Omit<QuestionRowsOptions, 'schedule' | 'nextKey'> {
  readonly site: SampleSite;
  /** Share of rows that are anomalies; 0 for none at all. */
  readonly anomalyRate: number;
  /** Size of one row among the last ones; 0 for none. */
  readonly hugeRowBytes: number;
  /** Whether a user is in Users.xml. */
  readonly isListed: (user: number) => boolean;
  /** Whether the rows end in the middle of one. */
  readonly truncate: boolean;
}

/** Mean sizes, the first to leave room for answers still to come. */
const ANSWER_BYTES = 1480;
const ROW_BYTES = 1550;
/** Anomalies take the place of questions, which is one row in three. */
const QUESTION_SHARE = 1 / 3;
/** Keys of texts: each site has its own, and the texts of anomalies have theirs, so that no duplicate repeats one. */
const KEYS_PER_SITE = 2 ** 36;
const ANOMALY_KEYS = 2 ** 35;
/** Room between the last post and the last moment, for edits and closings. */
const LAST_DAYS_MS = 60 * 86_400_000;

/** Writes the rows of a site as wire text, ordinary ones and anomalies, until its size is reached. */
export function* writeSiteRows(options: SiteRowsOptions): Generator<string, void> {
  const { site, random, posts, texts, tally, anomalyRate } = options;
  const { style, number, bytes } = site;
  const schedule = createSchedule(random, Math.floor(bytes / ROW_BYTES / 4));
  const count = createRowCount(tally, options.isListed);
  let written = 0;
  let questionKey = number * KEYS_PER_SITE;
  let anomalyKey = questionKey + ANOMALY_KEYS;
  const span = style.until - style.from - LAST_DAYS_MS;
  const moment = (): number => style.from + Math.floor(span * Math.min(1, written / bytes)) + random.below(60_000);
  const question = createQuestionRows({ ...options, schedule, nextKey: () => questionKey++ });
  const planting = createPlanting({ ...options, schedule, moment, nextKey: () => anomalyKey++ });
  const draw = createAnomalyDraw(random, style, {
    rate: anomalyRate / QUESTION_SHARE,
    each: anomalyRate > 0 && number === 0,
  });

  function ordinary(row: PostRow): string {
    count({ kind: rowKind(row), row });
    return formatPost(row, style);
  }

  function planted(name: AnomalyName): string {
    tally.planted[name]++;
    let text = '';
    for (const row of planting(name)) {
      count(row);
      text += row.text;
    }
    return text;
  }

  function free(): PostRow {
    const turn = random.below(400);
    if (turn > 8) return question(schedule.id(), moment());
    const topic = texts.topic(number * KEYS_PER_SITE + turn);
    return turn === 0 ? posts.other(schedule.id(), moment(), topic) : posts.wiki(schedule.id(), moment(), topic);
  }

  function extreme(id: number): PostRow {
    const key = anomalyKey++;
    return posts.question(id, moment(), texts.question(key, key));
  }

  function next(): string | undefined {
    for (;;) {
      const kept = schedule.advance();
      if (kept !== undefined) {
        const parent = { id: kept.parentId, topic: texts.topic(kept.topic) };
        return ordinary(posts.answer(schedule.id(), moment(), parent));
      }
      const full = written + schedule.waiting * ANSWER_BYTES >= bytes;
      const name = full && !draw.owing ? undefined : draw.draw(full ? 1 : written / bytes);
      if (name !== undefined) return planted(name);
      if (!full) return ordinary(free());
      if (schedule.waiting === 0) return undefined;
    }
  }

  for (let text = next(); text !== undefined; text = next()) {
    written += text.length;
    yield text;
  }
  if (options.hugeRowBytes > 0) {
    const row = extreme(EXTREME_IDS.huge);
    count({ kind: 'question', row });
    yield* writeHugeRow(row, options.hugeRowBytes, style);
  }
  if (anomalyRate > 0) for (const name of anomaliesOf('last', style)) yield planted(name);
  if (options.truncate) yield writeCutRow(extreme(EXTREME_IDS.cut), style);
}
