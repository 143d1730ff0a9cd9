// The texts of a set, one by one. Memory: BATCH_CHARACTERS and one row, which may hold a list of many texts.
import type { ForeignText } from '../../foreign.ts';
import type { ForeignRow } from './foreign-row.ts';
import { openSet, type SetOptions } from './read-set.ts';
import { nothingIn, roleOf, textsIn } from './text-columns.ts';

/** A batch is full with so many texts, or with so many characters, whatever comes first. */
const BATCH_TEXTS = 2000;
const BATCH_CHARACTERS = 1024 * 1024;

/** Reads the texts of a file or folder in batches. */
export async function* readTexts(path: string, options: SetOptions): AsyncGenerator<readonly ForeignText[]> {
  const { source, rows: batches } = await openSet(path, options);
  let batch: ForeignText[] = [];
  let characters = 0;
  let found = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      for (const text of textsOf(row, source)) {
        batch.push(text);
        found += 1;
        characters += text.text.length;
        if (batch.length < BATCH_TEXTS && characters < BATCH_CHARACTERS) continue;
        yield batch;
        batch = [];
        characters = 0;
      }
    }
  }
  if (batch.length > 0) yield batch;
  if (found === 0) throw nothingIn(path, 'a text');
}

/** A row without a text still says that its post is in the set. */
function textsOf({ place, at, part, row, columns, post }: ForeignRow, source: string): ForeignText[] {
  const known = { source, place, ...(post === undefined ? {} : { post }) };
  const texts = columns.flatMap((column) =>
    textsIn(row, column, at)
      .filter((text) => text !== '')
      .map((text) => ({ ...known, role: roleOf(column, part), text })),
  );
  if (texts.length > 0 || post === undefined) return texts;
  return [{ ...known, role: roleOf('text', part), text: '' }];
}
