// The leakage check: the evaluation sets of a finished build are read back from their files, and every row that is trained
// on is held against them. Memory: that of leaks.ts, for all sets together, and one record batch.

import { join } from 'node:path';
import { openBuild } from '../inspect.ts';
import { openTable } from '../shard/index.ts';
import { LEAKS, type Leak, openLeakSearch } from './leaks.ts';
import { trainRows } from './train-rows.ts';

/** Something of an evaluation set that is trained on. */
export interface FoundLeak {
  readonly leak: Leak;
  /** Post of the set, as `site/12`. */
  readonly post: string;
  /** A row that gives it away, of the train side. */
  readonly config: string;
  readonly row: number;
}

/** What a check found. */
export interface LeakCheck {
  /** Rows that were read, and texts they were held against. */
  readonly rows: number;
  readonly texts: number;
  /** Posts of the sets that are trained on, by how. */
  readonly counts: Readonly<Record<Leak, number>>;
  /** Each post once, by the surest way that the rows give it away. */
  readonly found: readonly FoundLeak[];
}

/** Columns of texts, each with the column that says whose it is. */
const TEXTS: Readonly<Record<string, string>> = {
  title: '_id',
  text: '_id',
  sentences: 'id',
  sentence1: 'id1',
  sentence2: 'id2',
};

/** Checks the sets of the build in a folder. Throws `damaged_output` for a file that cannot be read. */
export async function checkLeaks(out: string, signal?: AbortSignal): Promise<LeakCheck> {
  const build = await openBuild(out);
  const { evaluation } = build.manifest;
  const posts = new Set<string>();
  const texts: { of: string; text: string }[] = [];
  const duplicates = new Map<string, string>();
  for (const { path } of (evaluation?.sets ?? []).flatMap(({ files }) => files)) {
    for await (const row of rowsIn(join(out, path))) {
      for (const [column, id] of Object.entries(TEXTS)) {
        const [text, of] = [row[column], row[id]];
        if (typeof of !== 'string' || typeof text !== 'string') continue;
        posts.add(of);
        if (text !== '') texts.push({ of, text });
      }
    }
  }
  if (evaluation?.duplicates != null) {
    for await (const row of rowsIn(join(out, evaluation.duplicates.path)))
      duplicates.set(String(row['duplicate-id']), String(row['evaluation-id']));
  }
  const found = new Map<string, FoundLeak>();
  let rows = 0;
  if (texts.length > 0) {
    const find = await openLeakSearch({ posts, duplicates, texts });
    for await (const train of trainRows(build, signal)) {
      rows += 1;
      find(train, (post, leak) => {
        const known = found.get(post);
        if (known !== undefined && LEAKS.indexOf(known.leak) <= LEAKS.indexOf(leak)) return;
        found.set(post, { leak, post, config: train.config, row: train.row });
      });
    }
  }
  const countOf = (leak: Leak) => [...found.values()].filter((one) => one.leak === leak).length;
  const counts = Object.fromEntries(LEAKS.map((leak) => [leak, countOf(leak)])) as Record<Leak, number>;
  return { rows, texts: texts.length, counts, found: [...found.values()] };
}

async function* rowsIn(path: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const { columns, rows } = await openTable(path, 'arrow');
  const names = columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  for await (const batch of rows(names)) yield* batch;
}
