// The text of a question, as a pure function of the sample's seed and a key: writing it again with the same key makes an
// exact duplicate, however far away and on whichever site.
import { type Pools, writeBody } from './body.ts';
import type { Random } from './random.ts';
import { writeTitle } from './title.ts';
import { drawTopic, skewed, type Topic } from './topic.ts';
import { NOUNS } from './vocabulary.ts';

/** What a reader sees of a question, as wire text. */
export interface QuestionText {
  readonly title: string;
  readonly body: string;
  readonly tags: readonly string[];
}

/** Tags whose names hold more than letters. */
const ODD_TAGS = ['3.2-brace', 'c#', 'q#', 'metadata.json', 'loom.http.req', 'velo-3.5-turbo', '.net-lantern', 'c++'];

/** Keys of topics and keys of texts seed different sequences. */
const TOPIC_SALT = 0x7e57;

/** Writes the texts of one sample. */
export interface TextWriter {
  /** The question with this text key; speaks of another question's topic when closed as its duplicate. */
  question(key: number, topicKey: number): QuestionText;
  topic(topicKey: number): Topic;
}

/** Makes the writer of texts; it uses a random source of its own, seeded anew for each text. */
export function createTextWriter(pools: Pools, seed: number, random: Random): TextWriter {
  function topic(topicKey: number): Topic {
    random.seed(seed ^ TOPIC_SALT, topicKey);
    return drawTopic(pools.words, random);
  }
  return {
    topic,
    question(key, topicKey) {
      const about = topic(topicKey);
      random.seed(seed, key);
      const title = random.onceIn(100) ? `Help ${random.next()}` : writeTitle(pools.words, about, random);
      return { title, body: writeBody(pools, about, random), tags: pickTags(about, random) };
    },
  };
}

function pickTags(topic: Topic, random: Random): readonly string[] {
  const tags = [topic.thing];
  for (let left = random.below(5); left > 0; left--) {
    const tag = random.onceIn(12) ? random.pick(ODD_TAGS) : skewed(NOUNS, random);
    if (!tags.includes(tag)) tags.push(tag);
  }
  return tags;
}
