// The reduce pass: every shard, in the threads. A shard that is done has a completion record with the digests of both
// its files, and is not written again.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Counts } from '../books.ts';
import { siteOf } from '../clean/index.ts';
import { EXTENSIONS } from '../formats.ts';
import { makeFolder } from '../make-folder.ts';
import type { ShardPart } from '../shard/index.ts';
import type { Split } from '../types.ts';
import type { AgreePassResult } from './agree-pass.ts';
import type { CreditCounts } from './authors/credits.ts';
import { type Closeness, workFileSchema } from './completion.ts';
import type { ConfigGroup } from './config-groups.ts';
import type { ConfigContext } from './context.ts';
import { seenShape } from './noted-shapes.ts';
import type { ReduceResult, ReduceTask } from './reduce.ts';
import type { RoutedConfig } from './routed-config.ts';
import type { Seen } from './seen-rows.ts';
import type { ShardPlan } from './shards.ts';
import type { WantedRow } from './shown-rows.ts';
import { runStage } from './stage.ts';
import { unitName } from './unit-name.ts';

const WHOLE: readonly ShardPart[][] = [['data', 'provenance']];
const HALVES: readonly ShardPart[][] = [['data'], ['provenance']];

const written = z.object({ rows: z.number(), bytes: z.number(), sha256: z.string() });
const reducedSchema = z.object({
  files: z.array(workFileSchema),
  ...seenShape,
  moved: z.record(z.string(), z.number()),
  credits: z.object({ named: z.number(), unnamed: z.number() }),
  data: written,
  provenance: written,
});

type Reduced = z.infer<typeof reducedSchema>;

/** A finished shard: its two files, named relative to the output folder. */
export interface WrittenShardFiles {
  readonly config: string;
  readonly split: Split;
  readonly data: { readonly path: string } & Reduced['data'];
  readonly provenance: { readonly path: string } & Reduced['provenance'];
  readonly seen: Seen;
  readonly credits: CreditCounts;
  /** Rows that are held out beyond the hash of their question, by why. */
  readonly moved: Counts;
  /** File of dropped duplicates in the work folder, where they were kept. */
  readonly dropped: string | undefined;
}

interface JudgedRows {
  readonly routed: RoutedConfig;
  readonly agreed: AgreePassResult;
}

/** Writes every shard of these configs that is not written yet. */
export async function reducePass(
  context: ConfigContext,
  groups: readonly ConfigGroup[],
  { routed, agreed }: JudgedRows,
): Promise<WrittenShardFiles[]> {
  const { plan, out, work, workers, configsAtOnce, onProgress } = context;
  const wanted = [...routed.samples, ...agreed.clusters.largest.map(({ kept }) => kept)].map(placeOf);
  for (const { config } of groups) for (const kind of ['data', 'provenance']) makeFolder(join(out, kind, config));
  const shards = groups.flatMap(({ config, inputs, shards }) => {
    const records = routed.records.filter(({ input }) => inputs.has(input));
    return shards.map((shard) => ({ ...shard, config, records }));
  });
  // A thread that would have nothing to do writes one of a shard's two files, for which it reads the rows once more.
  const parts: readonly ShardPart[][] = configsAtOnce * trainShards(shards) < workers.threads ? HALVES : WHOLE;
  const written = await runStage<Reduced>(context, {
    work,
    schema: reducedSchema,
    units: shards.map((shard, index) => {
      const { config, records } = shard;
      const task = taskOf(shard, index, { ...context, config, records, verdicts: agreed.verdicts, wanted });
      return {
        name: unitName('reduce', index),
        perform: async () =>
          asOne(await Promise.all(parts.map((part) => workers.perform<'reduce'>({ ...task, parts: part })))),
        outputs: [task.dataPath, task.provenancePath],
        isWhole: (done, closeness) => isWhole(done, { ...context, task, closeness }),
      };
    }),
    onDone: () => onProgress({ pass: 'reduce', done: 1, total: shards.length }),
  });
  return written.map((done, index) => {
    const { config, name, split } = shards[index]!;
    const file = `${config}/${name}${EXTENSIONS[plan.format]}`;
    return {
      config,
      split,
      data: { path: `data/${file}`, ...done.data },
      provenance: { path: `provenance/${file}`, ...done.provenance },
      seen: done,
      credits: done.credits,
      moved: done.moved,
      dropped: done.files[0]?.path,
    };
  });
}

/** Validation and test are small: it is the shards of train that keep threads busy. */
function trainShards(shards: readonly ShardPlan[]): number {
  return shards.filter(({ split }) => split === 'train').length;
}

function placeOf({ input, byte }: WantedRow): WantedRow {
  return { input, byte };
}

interface TaskContext extends ConfigContext, Required<Pick<ReduceTask, 'records' | 'verdicts' | 'wanted'>> {}

function taskOf(shard: ShardPlan, index: number, context: TaskContext): ReduceTask {
  const { plan, out, work, config, columns, dedupe, split, names, records, verdicts, wanted } = context;
  const file = `${shard.name}${EXTENSIONS[plan.format]}`;
  return {
    kind: 'reduce',
    columns,
    format: plan.format,
    sources: shard.sources,
    split: shard.split,
    splitRule: split,
    batchEnds: shard.batchEnds,
    exact: dedupe.exact,
    records,
    verdicts,
    names,
    wanted,
    sites: plan.inputs.map(({ site }) => siteOf(site)),
    dataPath: join(out, 'data', config, file),
    provenancePath: join(out, 'provenance', config, file),
    droppedPath: plan.keepDropped ? join(work, `${unitName('reduce', index)}.dropped`) : undefined,
  };
}

interface LookContext extends ConfigContext {
  readonly task: ReduceTask;
  readonly closeness: Closeness;
}

/** Whether both files of a shard are there as they were written. */
async function isWhole({ data, provenance }: Reduced, { task, workers, closeness }: LookContext): Promise<boolean> {
  const isSame = async (path: string, { bytes, sha256 }: Reduced['data']) => {
    if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
    return closeness === 'sizes' || (await workers.perform<'digest'>({ kind: 'digest', path })).sha256 === sha256;
  };
  return (await isSame(task.dataPath, data)) && (await isSame(task.provenancePath, provenance));
}

/** What was written of a shard in one go or in two. */
function asOne(results: readonly ReduceResult[]): Reduced {
  const data = results.find(({ data }) => data !== undefined);
  const traced = results.find(({ provenance }) => provenance !== undefined);
  if (data?.data === undefined || traced?.provenance === undefined) throw new Error('a shard without one of its files');
  const { files, licenses, tally, shown, sample, first, moved } = data;
  const { credits, provenance } = traced;
  const seen = { licenses, tally, shown, sample, first };
  return { files: [...files], ...seen, moved: { ...moved }, credits, data: data.data, provenance };
}
