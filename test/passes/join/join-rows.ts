// What the tests of joined pairs share: rows through the route pass and into a spill, and the joined records read back.
import { join } from 'node:path';
import { configsOf } from '../../../src/config-rules.ts';
import { wasmPass } from '../../../src/kernel/index.ts';
import { columnPrint } from '../../../src/passes/join/fast-fingerprint.ts';
import { createJoiner } from '../../../src/passes/join/join-threads.ts';
import type { JoinResult } from '../../../src/passes/join/spill-pairs.ts';
import { type Layout, threadPartitions } from '../../../src/passes/layout.ts';
import type { SideFiles } from '../../../src/passes/links/question-sides.ts';
import { createRouter } from '../../../src/passes/route.ts';
import type { Pipeline } from '../../../src/pipeline.ts';
import { type RecordSpill, readRecord, recordLength, SpillWriter, spillPieces } from '../../../src/spill/index.ts';
import { makeFolder } from '../../extract/dump-files.ts';
import { asStrings, block, LAYOUT, row, SITE } from '../helpers.ts';

/** An answer's row. */
export const answer = (id: number, parentId: number, attributes: Parameters<typeof row>[1] = {}) =>
  row(id, { PostTypeId: 2, ParentId: parentId, Title: '', ...attributes });

/** Posts as the route pass leaves them, one spill for all. */
export function routed(rows: readonly string[], pipeline: Pipeline, layout: Layout = LAYOUT): RecordSpill[] {
  const router = createRouter(pipeline, layout, { joins: true });
  const task = { kind: 'route', input: 0, site: SITE, maxRows: Infinity, keepDropped: false } as const;
  const path = join(makeFolder(), 'posts');
  const spill = new SpillWriter(path, threadPartitions(layout));
  spill.append(router({ ...task, block: block(...rows) }).posts);
  spill.finish();
  return [{ path, input: 0 }];
}

/** A joined record with its texts as strings. */
export type JoinedRow = ReturnType<typeof asStrings>;

/** What was joined, and every record of each config by its name. */
interface JoinedRows extends JoinResult {
  /** File of the questions that were kept for links. */
  readonly questions: string;
  readonly records: Readonly<Record<string, readonly JoinedRow[]>>;
}

const PRINT = columnPrint(await wasmPass());

interface JoinedPart {
  /** File of the ids that links name, and of their sides. */
  readonly ids?: string;
  readonly sides?: SideFiles;
  readonly from?: number;
  readonly to?: number;
}

/** Joins these partitions in one unit, all by default. */
export function joined(
  rows: readonly string[],
  pipeline: Pipeline,
  { ids, sides, from = 0, to = threadPartitions(LAYOUT) }: JoinedPart = {},
): JoinedRows {
  const folder = makeFolder();
  const configs = configsOf(pipeline).filter(({ recipe }) => 'join' in recipe);
  const questions = join(folder, 'questions');
  const filesOf = (name: string) => ({ records: join(folder, `${name}.records`), entries: join(folder, name) });
  const result = createJoiner(
    pipeline,
    LAYOUT,
    PRINT,
  )({
    ...{ kind: 'join', input: 0, site: SITE, from, to, sides, tagged: undefined, posts: routed(rows, pipeline) },
    files: Object.fromEntries(configs.map(({ name }) => [name, filesOf(name)])),
    linked: ids === undefined ? undefined : { ids, questions },
  });
  const read = configs.map(
    ({ name, recipe }) => [name, readAll(filesOf(name).records, recipe.columns.length)] as const,
  );
  return { ...result, questions, records: Object.fromEntries(read) };
}

/** Every record of a spill, by the id of its question and of its driver. */
export function readAll(path: string, columns: number): JoinedRow[] {
  const found: JoinedRow[] = [];
  for (let partition = 0; partition < threadPartitions(LAYOUT); partition++) {
    for (const piece of spillPieces(path, partition)) {
      for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
        found.push(asStrings(readRecord(piece, at, columns)));
      }
    }
  }
  return found.sort((a, b) => a.questionId - b.questionId || a.id - b.id);
}
