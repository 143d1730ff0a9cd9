// Everything of the next generation of a dataset, beside the old one: the shards that hold rows to take out, lists of
// rows with theirs, and all that says what the dataset is. Memory: a record batch, a line, and counts.

import type { Counts } from '../books.ts';
import { beginGeneration, type Journal } from '../generation.ts';
import { type Manifest, type ManifestShard, provenancePath } from '../manifest.ts';
import { MovedRows } from '../moved-rows.ts';
import { WORK_FOLDER } from '../passes/adopt-plan.ts';
import { CountedRows } from '../passes/counted-rows.ts';
import { expectWhole } from '../passes/expect-whole.ts';
import { droppedFiles } from '../passes/keep-dropped.ts';
import type { ReportRow } from '../publish/index.ts';
import { openFormat, openLayouts, type ProvenanceRow } from '../shard/index.ts';
import { splitOf } from '../split-rule.ts';
import { readReport, stageDescriptions } from '../stage-descriptions.ts';
import { takedownRules } from '../takedown-list.ts';
import { factsWithout, manifestWithout } from './describe.ts';
import { filterLines, type PostLine, postsOf } from './filter-lines.ts';
import { contaminationWithout } from './hits.ts';
import { countRemoved, type Rewriting, rewriteShard } from './rewrite-shard.ts';
import { stageSets } from './stage-sets.ts';

/** What is to be taken out of which dataset. */
export interface Staging {
  readonly out: string;
  readonly manifest: Manifest;
  /** All posts and users that were ever taken out of it, and those that are to be. */
  readonly takedowns: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** The next generation, written: its manifest, and what is left to do. */
export interface Staged {
  readonly manifest: Manifest;
  readonly journal: Journal;
  /** Rows that are taken out. */
  readonly rows: number;
}

/** Writes the next generation. */
export async function stage(staging: Staging): Promise<Staged> {
  const { out, manifest } = staging;
  beginGeneration(out);
  const isTakenDown = ruleOf(staging);
  const facts = readReport(out, manifest);
  const taken = new Set<string>();
  const shards = await stageShards(staging, isTakenDown, (post) => taken.add(post));
  const sets = await stageSets(manifest, { out, taken, signal: staging.signal });
  const lists = await stageLists(staging, isTakenDown);
  const removed = shards.map(({ counts }) => counts);
  const entries = new Map(shards.flatMap(({ entries }) => [...entries]));
  const left = manifest.shards.flatMap((shard) => (entries.has(shard.path) ? (entries.get(shard.path) ?? []) : shard));
  const { takedowns } = staging;
  const described = manifestWithout(manifest, {
    removed,
    moved: shards.map(({ moved }) => moved),
    shards: left,
    evaluation: sets.evaluation,
    takedowns,
    contamination: lists.contamination,
  });
  const isShown = ({ site, posts }: ReportRow) =>
    posts.some(({ id, authorId }) => isTakenDown(site.name, id, authorId ?? undefined));
  const isStaged = (path: string) => entries.has(path);
  const descriptions = await stageDescriptions(described, {
    out,
    facts: factsWithout(facts, removed, isShown),
    isStaged,
  });
  const rewritten = [...entries].flatMap(([path, entry]) => (entry === undefined ? [] : [path]));
  // The work folder holds records of posts that are to be gone, and could bring them back.
  const gone = [...entries].flatMap(([path, entry]) => (entry === undefined ? [path] : []));
  const files = [...rewritten, ...sets.files, ...lists.files, ...descriptions];
  return {
    manifest: described,
    journal: { files, gone: [WORK_FOLDER, ...gone, ...sets.gone] },
    rows: removed.reduce((sum, { rows }) => sum + rows, 0),
  };
}

type IsTakenDown = (site: string, id: number, ownerId: number | undefined) => boolean;

function ruleOf({ takedowns }: Staging): IsTakenDown {
  const ruleOfSite = takedownRules(takedowns);
  return (site, id, ownerId) => ruleOfSite(site)?.(id, ownerId) ?? false;
}

/** Shards of a config by path: anew, or undefined where no row is left; those that stay as they are are not among them. */
interface StagedShards {
  readonly entries: ReadonlyMap<string, ManifestShard | undefined>;
  readonly counts: ReturnType<CountedRows['counts']>;
  readonly moved: Counts;
}

async function stageShards(
  { out, manifest, signal }: Staging,
  isTakenDown: IsTakenDown,
  tell: (post: string) => void,
): Promise<StagedShards[]> {
  const format = await openFormat(manifest.format);
  const layoutsOf = openLayouts(format);
  const staged: StagedShards[] = [];
  for (const { name, columns } of manifest.configs) {
    const removed = new CountedRows(columns.length);
    const moved = new MovedRows(splitOf(manifest.pipeline));
    const takenOf = ({ site, posts }: ProvenanceRow) =>
      posts.filter(({ id, authorId }) => isTakenDown(site, id, authorId)).map(({ id }) => `${site}/${id}`);
    const isRemoved: Rewriting['isRemoved'] = (row) => takenOf(row).length > 0;
    const onRemoved: Rewriting['onRemoved'] = (row) => takenOf(row).forEach(tell);
    const layouts = layoutsOf(columns);
    const rewriting = { out, isRemoved, onRemoved, removed, moved, format, layouts, columns, signal };
    const entries = new Map<string, ManifestShard | undefined>();
    const byPath = new Map(manifest.shards.map((shard) => [shard.path, shard]));
    for (const shard of manifest.shards.filter(({ config }) => config === name)) {
      const rows = await countRemoved(shard, rewriting);
      if (rows === 0) continue;
      const twin = byPath.get(provenancePath(shard.path))!;
      for (const file of [shard, twin]) await expectWhole(out, file, signal);
      const written = await rewriteShard(shard, shard.rows - rows, rewriting);
      entries.set(shard.path, written && { ...shard, ...written.data });
      entries.set(twin.path, written && { ...twin, ...written.provenance });
    }
    staged.push({ entries, counts: removed.counts(), moved: moved.counts() });
  }
  return staged;
}

/** Lists of rows as JSON lines: what benchmarks have, and what was dropped. */
async function stageLists({ out, manifest }: Staging, isTakenDown: IsTakenDown) {
  const isRemoved = (line: PostLine) => postsOf(line).some(({ id, owner }) => isTakenDown(line.site, id, owner));
  const files: string[] = [];
  for (const file of manifest.configs.flatMap(({ name }) => droppedFiles(name))) {
    if ((await filterLines(out, file, { isRemoved })) !== undefined) files.push(file);
  }
  const contamination = await contaminationWithout(out, manifest.contamination, isRemoved);
  if (contamination !== manifest.contamination) files.push(contamination!.report.path);
  return { files, contamination };
}
