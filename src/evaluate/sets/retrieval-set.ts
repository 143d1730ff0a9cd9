// Queries, documents and judgements. What does not fit together is left out and counted: the first of two rows with one
// id stays, a judgement of a query or document that is not there is counted, and so are queries without any judgement.
// A judged document that is missing still counts among those to be found, as in trec_eval.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable, TableRow } from '../../foreign.ts';
import { parseJson } from '../../parse-json.ts';
import { readRows } from './read-rows.ts';
import { type RetrievalSet, type SetFiles, type SetText, tally } from './set.ts';

/** Ids of queries that are known to be in the training data, beside the set. */
const CONTAMINATED_FILE = 'contaminated.json';

interface RetrievalSource {
  readonly name: string;
  readonly folder: string;
  readonly files: SetFiles;
  readonly openTable: OpenTable;
}

/** Reads a set of queries and documents. */
export async function readRetrievalSet({ name, folder, files, openTable }: RetrievalSource): Promise<RetrievalSet> {
  const ignored = tally();
  const documents = await readTexts(files.corpus, openTable, () => ignored.add('duplicate_document_id'));
  const all = await readTexts(files.queries, openTable, () => ignored.add('duplicate_query_id'));
  const numbers = new Map(documents.map(({ id }, number) => [id, number]));
  const queryIds = new Set(all.map(({ id }) => id));
  const judgements = new Map<string, Map<string, number>>();
  for (const path of files.qrels) {
    for await (const { row, at } of readRows(path, openTable)) {
      const [query, document] = [
        idOf(row, ['query-id', 'query_id', 'qid'], at),
        idOf(row, ['corpus-id', 'corpus_id', 'docid'], at),
      ];
      if (!queryIds.has(query)) ignored.add('judgement_of_unknown_query');
      else {
        if (!numbers.has(document)) ignored.add('judgement_of_unknown_document');
        const grades = judgements.get(query) ?? new Map<string, number>();
        if (grades.has(document)) ignored.add('duplicate_judgement');
        else grades.set(document, gradeOf(row, at));
        judgements.set(query, grades);
      }
    }
  }
  const queries = all.filter(({ id }) => judgements.has(id));
  for (let i = queries.length; i < all.length; i++) ignored.add('query_without_judgement');
  const candidates = await readCandidates({ files, openTable, numbers, ignore: ignored.add });
  const contaminated = readContaminated(join(folder, CONTAMINATED_FILE));
  return {
    name,
    task: candidates === undefined ? 'retrieval' : 'reranking',
    documents,
    queries,
    judgements,
    ...(candidates === undefined ? {} : { candidates }),
    ...(contaminated === undefined ? {} : { contaminated }),
    ignored: ignored.counts,
  };
}

/** Title and text are one to a model, with a space between, as in MTEB. */
async function readTexts(paths: readonly string[], openTable: OpenTable, onDuplicate: () => void): Promise<SetText[]> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    for await (const { row, at } of readRows(path, openTable)) {
      const id = idOf(row, ['_id', 'id'], at);
      if (texts.has(id)) onDuplicate();
      else texts.set(id, `${textOf(row.title)} ${textOf(row.text)}`.trim());
    }
  }
  return [...texts].map(([id, text]) => ({ id, text }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function idOf(row: TableRow, names: readonly string[], at: string): string {
  const value = names.map((name) => row[name]).find((found) => found !== undefined && found !== null);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new StackpairsError('bad_input', 'the row has no id', {
    at,
    expected: names[0]!,
    found: Object.keys(row).join(', ') || 'nothing',
  });
}

function gradeOf(row: TableRow, at: string): number {
  const grade = row.score === '' ? Number.NaN : Number(row.score);
  if (Number.isFinite(grade)) return grade;
  throw new StackpairsError('bad_input', 'the judgement has no grade', {
    at,
    expected: 'a number as score',
    found: String(row.score),
  });
}

interface CandidateSource {
  readonly files: SetFiles;
  readonly openTable: OpenTable;
  readonly numbers: ReadonlyMap<string, number>;
  readonly ignore: (reason: string) => void;
}

async function readCandidates({ files, openTable, numbers, ignore }: CandidateSource) {
  if (files.candidates.length === 0) return undefined;
  const candidates = new Map<string, readonly number[]>();
  for (const path of files.candidates) {
    for await (const { row, at } of readRows(path, openTable)) {
      const ids = row['corpus-ids'];
      if (!Array.isArray(ids)) {
        throw new StackpairsError('bad_input', 'the row has no list of candidates', { at, expected: 'corpus-ids' });
      }
      const known = [...new Set(ids.map(String))].flatMap((id) => {
        const number = numbers.get(id);
        if (number === undefined) ignore('unknown_candidate');
        return number === undefined ? [] : [number];
      });
      candidates.set(idOf(row, ['query-id', 'query_id'], at), known);
    }
  }
  return candidates;
}

const contaminatedSchema = z.union([z.array(z.string()), z.object({ queries: z.array(z.string()) })]);

function readContaminated(path: string): ReadonlySet<string> | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = contaminatedSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (parsed.success) return new Set(Array.isArray(parsed.data) ? parsed.data : parsed.data.queries);
  throw new StackpairsError('bad_input', 'the list of contaminated queries cannot be understood', {
    at: path,
    expected: 'a list of ids of queries, or an object with one as queries',
  });
}
