// A folder -> an evaluation set: one that a build wrote, a BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv), or
// a folder of MTEB's from the Hub. Parts are known by the name of their file or folder. Memory: the set.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable } from '../../foreign.ts';
import { parseJson } from '../../parse-json.ts';
import { readLabelledSet } from './labelled-set.ts';
import { READABLE } from './read-rows.ts';
import { readRetrievalSet } from './retrieval-set.ts';
import type { EvaluationSet, SetFiles } from './set.ts';

/** What stands beside a set that a build wrote. */
const DESCRIPTION_FILE = 'set.json';
const TASKS = ['retrieval', 'reranking', 'clustering', 'pair-classification', 'sts'] as const;
const descriptionSchema = z.object({ name: z.string().min(1), task: z.enum(TASKS) });

const PARTS: readonly (readonly [keyof SetFiles, RegExp])[] = [
  ['corpus', /^(?:[\w-]*-)?corpus\b/],
  ['queries', /^(?:[\w-]*-)?queries\b/],
  ['qrels', /^(?:(?:[\w-]*-)?qrels|default)\b/],
  ['candidates', /^(?:[\w-]*-)?top_ranked\b/],
];

/** Reads the set in a folder. Throws `bad_input` where it is none, or cannot be read. */
export async function readSet(folder: string, openTable: OpenTable): Promise<EvaluationSet> {
  const files = findFiles(folder);
  const { name, task } = describe(folder);
  if (files.corpus.length > 0 && files.queries.length > 0 && files.qrels.length > 0) {
    return readRetrievalSet({ name, folder, files, openTable });
  }
  if (files.rows.length + files.qrels.length > 0 && files.corpus.length === 0) {
    // A Hub folder whose only config is `default` has its rows where another has its judgements.
    return readLabelledSet({ name, task, paths: files.rows.length > 0 ? files.rows : files.qrels, openTable });
  }
  throw new StackpairsError('bad_input', 'the folder is no evaluation set', {
    at: folder,
    expected: 'corpus, queries and qrels, or files of labelled rows, as Arrow, Parquet, JSON lines or TSV',
    found:
      Object.entries(files)
        .flatMap(([part, paths]) => (paths.length > 0 ? [part] : []))
        .join(', ') || 'none of them',
  });
}

function describe(folder: string): { readonly name: string; readonly task?: EvaluationSet['task'] } {
  const path = join(folder, DESCRIPTION_FILE);
  if (!existsSync(path)) return { name: basename(resolve(folder)) };
  const parsed = descriptionSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new StackpairsError('bad_input', 'the description of the set cannot be understood', {
    at: path,
    expected: `a name, and a task of ${TASKS.join(', ')}`,
    found: z.prettifyError(parsed.error),
  });
}

/** Only the test split counts where a part has several. */
function findFiles(folder: string): SetFiles {
  const all = listFiles(folder);
  const found = { corpus: [], queries: [], qrels: [], candidates: [], rows: [] } as Record<keyof SetFiles, string[]>;
  for (const path of all) {
    const inner = relative(folder, path)
      .replaceAll('\\', '/')
      .replace(/^data\//, '');
    const part = PARTS.find(([, pattern]) => pattern.test(inner))?.[0] ?? 'rows';
    found[part].push(path);
  }
  const parts = Object.entries(found).map(([part, paths]) => {
    const tests = paths.filter((path) => /\btest\b/.test(basename(path)));
    return [part, tests.length > 0 ? tests : paths];
  });
  return Object.fromEntries(parts) as SetFiles;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => READABLE.test(name) && !/(?:^|[\\/])\./.test(name))
      .map((name) => join(folder, name))
      .sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StackpairsError('bad_usage', 'the folder of the set cannot be read', {
      at: folder,
      found: String(code),
      cause,
    });
  }
}
