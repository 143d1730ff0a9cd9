// Queries of a set that a build may have been trained on: their text, or that of a document they should find, stands in a
// training shard, as it is or but for case, punctuation and spaces. Memory: the texts of the set; shards are streamed.

import { setImmediate } from 'node:timers/promises';
import { type RetrievalSet, tokenise } from './evaluate/index.ts';
import { openBuild, rowsOf } from './inspect.ts';

/** Rows between two looks at the signal. */
const ROWS_AT_ONCE = 1000;

/** Ids of the contaminated queries. Throws what reading the build throws. */
export async function findContaminated(build: string, set: RetrievalSet, signal?: AbortSignal): Promise<Set<string>> {
  const queriesByText = textsOf(set);
  const found = new Set<string>();
  const opened = await openBuild(build);
  let read = 0;
  for (const config of opened.manifest.configs) {
    for (const { split, texts } of rowsOf(opened, config)) {
      if (++read % ROWS_AT_ONCE === 0) {
        await setImmediate();
        signal?.throwIfAborted();
      }
      if (split !== 'train') continue;
      const values = Object.values(texts);
      // A document may be a title and a body in one.
      for (const text of [...values, values.join(' ')])
        for (const id of queriesByText.get(normalised(text)) ?? []) found.add(id);
    }
  }
  return found;
}

/** The queries that a text of the set would give away. */
function textsOf({ queries, documents, judgements }: RetrievalSet): Map<string, string[]> {
  const documentsById = new Map(documents.map(({ id, text }) => [id, text]));
  const byText = new Map<string, string[]>();
  const add = (text: string, query: string) => {
    const key = normalised(text);
    if (key === '') return;
    const known = byText.get(key);
    if (known === undefined) byText.set(key, [query]);
    else known.push(query);
  };
  for (const { id, text } of queries) {
    add(text, id);
    for (const [document, grade] of judgements.get(id)!) if (grade >= 1) add(documentsById.get(document) ?? '', id);
  }
  return byText;
}

function normalised(text: string): string {
  return tokenise(text).join(' ');
}
