// Which part of a retrieval set a file is, in the layouts of BEIR (`corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`) and
// MTEB (`corpus/corpus-00000-of-00001.parquet`, `en-queries/...`, judgements under `qrels`, `default` or `data`).
import { StackpairsError } from '../../errors.ts';
import type { ForeignFile } from './list-files.ts';

/** `table` is a file of rows of any other set. */
export type Part = 'corpus' | 'queries' | 'judgements' | 'table';

// As a word of a folder's or file's name.
const WORDS: readonly (readonly [RegExp, Part])[] = [
  [/(^|[-_.])corpus([-_.]|$)/i, 'corpus'],
  [/(^|[-_.])queries([-_.]|$)/i, 'queries'],
  [/(^|[-_.])(qrels?|top_ranked|instructions?)([-_.]|$)/i, 'judgements'],
];

/** The part that a file's name says. */
export function partOf(name: string): Part {
  return partAndBase(name).part;
}

/** Columns of a judgement in MTEB, whose file may have any name: it holds ids and no text. */
export function isJudgement(columns: readonly string[]): boolean {
  return columns.includes('query-id') && (columns.includes('corpus-id') || columns.includes('corpus-ids'));
}

/** Throws where a folder has queries and no corpus, or the other way round: it was not fetched whole. */
export function expectWholeSets(root: string, files: readonly ForeignFile[]): void {
  const found = new Map<string, Set<Part>>();
  for (const { name } of files) {
    const { part, base } = partAndBase(name);
    found.set(base, (found.get(base) ?? new Set()).add(part));
  }
  for (const [base, parts] of found) {
    if (parts.has('corpus') === parts.has('queries')) continue;
    throw new StackpairsError('bad_input', 'a part of a retrieval set is missing', {
      at: base === '' ? root : `${root}/${base}`,
      expected: 'a corpus and queries',
      found: parts.has('corpus') ? 'a corpus only' : 'queries only',
      hint: 'Fetch the rest, or name the one file if it is all there is',
    });
  }
}

/** `base` is the folder that the part lies in. */
function partAndBase(name: string): { readonly part: Part; readonly base: string } {
  const segments = name.split('/');
  for (const [depth, segment] of segments.entries()) {
    const part = WORDS.find(([word]) => word.test(segment))?.[1];
    if (part !== undefined) return { part, base: segments.slice(0, depth).join('/') };
  }
  return { part: 'table', base: segments.slice(0, -1).join('/') };
}
