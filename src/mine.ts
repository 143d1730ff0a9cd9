// Hard negatives for a finished dataset: beside each train row of a config, texts that a model takes for the positive and
// that are none. They become one more config of the dataset, through the same manifest. How the new files take their
// places, whenever it is killed: src/generation.ts.

import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Encoder, FindNearest } from './encoder.ts';
import { StackpairsError } from './errors.ts';
import { findNearest as findNearestHere } from './evaluate/index.ts';
import { type ChangeOptions, changeDataset, nextGeneration } from './generation.ts';
import { type OpenedBuild, openBuild } from './inspect.ts';
import { type Manifest, provenancePath } from './manifest.ts';
import type { ManifestMined } from './manifest-mined.ts';
import { type KnownDuplicates, openKnownDuplicates } from './mine/known-duplicates.ts';
import { type ModelFacts, modelFacts } from './mine/model-facts.ts';
import { type MineOptions, type MinePlan, planMining } from './mine/plan.ts';
import { type ModelPlan, stageMining } from './mine/stage.ts';
import { trainShards } from './mine/train-blocks.ts';
import { expectWhole } from './passes/expect-whole.ts';
import { sum } from './sum.ts';
import type { Input } from './types.ts';

export type { MineOptions } from './mine/plan.ts';
export { openEncoder } from './open-encoder.ts';

/** What to mine, and with what. */
export interface MineRequest extends MineOptions, ChangeOptions {
  /** What says which texts are alike. Whoever opened it closes it. */
  readonly encoder: Encoder;
  /** Dumps whose links tell of duplicates, beside the rows of the dataset. */
  readonly dumps?: readonly Input[] | undefined;
  /** Another exact search than that of this package. */
  readonly findNearest?: FindNearest | undefined;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Told how many of how many texts are encoded. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What was mined. */
export interface MineResult {
  readonly manifest: Manifest;
  readonly mined: ManifestMined;
  /** False where the very same was mined before. */
  readonly isNew: boolean;
}

/**
 * Mines hard negatives for the dataset in a folder. Throws `bad_usage` for rules that do not fit it, or another config of
 * that name.
 */
export async function mine(dir: string, request: MineRequest): Promise<MineResult> {
  const out = resolve(dir);
  return changeDataset(out, request, async () => {
    const build = await openBuild(out);
    const plan = planMining(build.manifest, request);
    const model = await modelFacts(request.encoder);
    const known = await openKnownDuplicates(build, request.dumps ?? []);
    const before = minedBefore(build.manifest, plan, { ...model, knownDuplicates: known.questions });
    if (before !== undefined) return { manifest: build.manifest, mined: before, isNew: false };
    return { ...(await mineAnew(build, { ...plan, model }, { ...request, known })), isNew: true };
  });
}

/** Whether the very same was mined before: nobody can tell where the model does not say what it is. */
function minedBefore(
  manifest: Manifest,
  plan: MinePlan,
  asked: ModelFacts & Pick<ManifestMined, 'knownDuplicates'>,
): ManifestMined | undefined {
  const { config, from, rule, block } = plan;
  if (!manifest.configs.some(({ name }) => name === config.name)) return undefined;
  const found = manifest.mined?.find((mined) => mined.config === config.name);
  const same = { ...found, from: from.name, ...asked, ...rule, block };
  if (found !== undefined && asked.modelSha256 !== null && isDeepStrictEqual(same, found)) return found;
  throw new StackpairsError('bad_usage', 'the dataset has a config of that name', {
    at: config.name,
    ...(found === undefined ? {} : { found: `negatives mined of ${found.from} by ${found.model}` }),
    hint: 'Give the new one another name: --name',
  });
}

interface Mining extends MineRequest {
  readonly known: KnownDuplicates;
}

async function mineAnew(build: OpenedBuild, plan: ModelPlan, mining: Mining) {
  const { encoder, known, findNearest = findNearestHere, threads, signal, onProgress, onStep } = mining;
  const { out, manifest } = build;
  const shards = trainShards(build, plan.from);
  const ofRows = new Set(shards.flatMap(({ path }) => [path, provenancePath(path)]));
  for (const shard of manifest.shards) if (ofRows.has(shard.path)) await expectWhole(out, shard, signal);
  // An anchor and a positive a row.
  const total = 2 * sum(shards.map(({ rows }) => rows));
  let done = 0;
  const onTexts = (texts: number) => {
    done += texts;
    onProgress?.(done, total);
  };
  const request = { build, plan, encoder, findNearest, threads, known, onTexts, signal };
  const staged = await nextGeneration(out, () => stageMining(request), onStep);
  return { manifest: staged.manifest, mined: staged.mined };
}
