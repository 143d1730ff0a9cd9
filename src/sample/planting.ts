// Writes anomalies into one site: hands their table the rows of this site to start from.
import { ANOMALIES, type AnomalyName } from './anomalies.ts';
import type { Anomaly, AnomalyKit, PlantedRow } from './anomaly.ts';
import type { KnownQuestions } from './known-questions.ts';
import type { Link } from './link-writer.ts';
import type { PostWriter } from './post-writer.ts';
import type { TextWriter } from './question-text.ts';
import type { Random } from './random.ts';
import { countLink, type SiteTally } from './sample-report.ts';
import { missingIdNear, type Schedule } from './schedule.ts';
import type { SampleSite } from './site-style.ts';

/** What anomalies of a site are written with. */
export interface PlantingOptions {
  readonly site: SampleSite;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly posts: PostWriter;
  readonly texts: TextWriter;
  readonly known: KnownQuestions;
  readonly tally: SiteTally;
  /** Creation date of the row at hand. */
  moment(): number;
  /** Key of a text that no ordinary question has. */
  nextKey(): number;
  onLink(link: Link): void;
}

const LONGEST_ROW_BYTES = 300_000;

/** Writes the rows of an anomaly at the schedule's present row. */
export type Planting = (name: AnomalyName) => readonly PlantedRow[];

/** Makes the planting of a site. A first row takes the present id, a further one that of a later row, used up by it. */
export function createPlanting(options: PlantingOptions): Planting {
  const { site, random, schedule, posts, texts, known, tally, moment, nextKey, onLink } = options;
  const longRowBytes = Math.min(LONGEST_ROW_BYTES, Math.floor(site.bytes / 8));

  function createKit(): AnomalyKit {
    let ids = 0;
    const nextId = (): number => (ids++ === 0 ? schedule.id() : schedule.spendRow());
    return {
      random,
      format: site.style,
      longRowBytes,
      question() {
        const key = nextKey();
        return posts.question(nextId(), moment(), texts.question(key, key));
      },
      answer(parentId) {
        const parent = parentId ?? known.recall(random)?.id ?? 1;
        return posts.answer(nextId(), moment(), { id: parent, topic: texts.topic(nextKey()) });
      },
      missingId: missingIdNear,
      link(link) {
        countLink(tally.links, link);
        onLink({ ...link, moment: moment() });
      },
      wiki: () => posts.wiki(nextId(), moment(), texts.topic(nextKey())),
    };
  }

  return (name) => {
    const anomaly: Anomaly = ANOMALIES[name];
    return anomaly.plant(createKit());
  };
}
