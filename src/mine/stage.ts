// The config of mined negatives, and all that says what the dataset is then, beside the dataset as it is. Memory: a block of
// rows with their texts and vectors, and what is known of duplicates.

import { setImmediate } from 'node:timers/promises';
import { addCounts, type Counts } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import { beginGeneration, type Journal } from '../generation.ts';
import type { OpenedBuild } from '../inspect.ts';
import type { Manifest } from '../manifest.ts';
import type { ManifestMined } from '../manifest-mined.ts';
import { openColumnKeys } from '../near/index.ts';
import { readReport, stageDescriptions } from '../stage-descriptions.ts';
import { sum } from '../sum.ts';
import { factsWith, manifestWith } from './describe.ts';
import type { KnownDuplicates } from './known-duplicates.ts';
import { type Mining, mineBlock } from './mine-block.ts';
import type { ModelFacts } from './model-facts.ts';
import type { MinePlan } from './plan.ts';
import { trainBlocks } from './train-blocks.ts';
import { type MinedShards, MinedWriter } from './write-mined.ts';

/** What is mined, and by which model. */
export interface ModelPlan extends MinePlan {
  readonly model: ModelFacts;
}

/** What is mined, and with what. */
export interface StageRequest extends Omit<Mining, 'rule' | 'columnKeys'> {
  readonly build: OpenedBuild;
  readonly plan: ModelPlan;
}

/** The next generation, written: its manifest, and what is left to do. */
export interface StagedMining {
  readonly manifest: Manifest;
  readonly mined: ManifestMined;
  readonly journal: Journal;
}

/** Writes the next generation. */
export async function stageMining(request: StageRequest): Promise<StagedMining> {
  const { build, plan, known } = request;
  const { out, manifest } = build;
  beginGeneration(out);
  const facts = readReport(out, manifest);
  const { written, dropped } = await mineAll(request);
  if (written.totals.rows === 0) throw noNegatives(plan, dropped);
  const mined = minedEntry(plan, { known, written, dropped });
  const added = { config: plan.config, mined, written };
  const described = manifestWith(manifest, added);
  const staged = new Set(written.shards.map(({ path }) => path));
  const descriptions = await stageDescriptions(described, {
    out,
    facts: factsWith(facts, manifest, added),
    isStaged: (path) => staged.has(path),
  });
  return { manifest: described, mined, journal: { files: [...staged, ...descriptions], gone: [] } };
}

interface Mined {
  readonly written: MinedShards;
  readonly dropped: Counts;
}

async function mineAll(request: StageRequest): Promise<Mined> {
  const { build, plan, signal } = request;
  const columnKeys = await openColumnKeys('wasm');
  const { name, columns } = plan.config;
  const target = { out: build.out, config: name, from: plan.from.columns, columns, format: build.format };
  const writer = new MinedWriter(target);
  let dropped: Counts = {};
  try {
    for (const block of trainBlocks(build, plan.from, plan.block)) {
      const outcomes = await mineBlock(block, { ...request, rule: plan.rule, columnKeys });
      outcomes.forEach((outcome, at) => {
        if (typeof outcome === 'string') dropped = addCounts(dropped, { [outcome]: 1 });
        else writer.append(block[at]!, outcome);
      });
      await setImmediate();
      signal?.throwIfAborted();
    }
    return { written: writer.finish(), dropped };
  } finally {
    writer.abandon();
  }
}

function noNegatives({ from }: MinePlan, dropped: Counts): StackpairsError {
  return new StackpairsError('bad_usage', 'no row has as many negatives', {
    at: from.name,
    found: Object.entries(dropped)
      .map(([reason, rows]) => `${reason} ${rows}`)
      .join(', '),
    hint: 'Look at more neighbours, in larger blocks, with a smaller margin, or take another model; nothing was changed',
  });
}

interface Outcome extends Mined {
  readonly known: KnownDuplicates;
}

function minedEntry({ from, config, rule, block, model }: ModelPlan, { known, written, dropped }: Outcome) {
  const kept = written.totals.rows;
  return {
    config: config.name,
    from: from.name,
    rows: kept + sum(Object.values(dropped)),
    kept,
    dropped,
    ...model,
    ...rule,
    block,
    knownDuplicates: known.questions,
  };
}
