// The units of the search for near-duplicates, as a thread performs them.

import { createSketcher, SKETCH_KERNELS, type SketchKernelKind } from '../../near/index.ts';
import type { Pipeline } from '../../pipeline.ts';
import { partitionReader, Scratch, SortMemory, SpillMemory } from '../../spill/index.ts';
import type { ConfigIdentity } from '../config-identity.ts';
import type { Layout } from '../layout.ts';
import type { IndexTask } from '../screen/index-texts.ts';
import type { Indexed } from '../screen/indexed.ts';
import { createScreen, type ScreenUnit } from '../screen/perform-screen.ts';
import { type ConnectTask, connectEdges } from './connect-edges.ts';
import type { NearMemory } from './documents.ts';
import { type EnterTask, enterClusters } from './enter-clusters.ts';
import { type LendTask, lendSets } from './lend-sets.ts';
import type { NearResult } from './near-result.ts';
import { type PairTask, pairBands } from './pair-bands.ts';
import { rowRules } from './row-rules.ts';
import { type SketchTask, sketchRows } from './sketch-rows.ts';
import { type VerifyTask, verifyPairs } from './verify-pairs.ts';

/** A unit of a config. */
export type OfConfig<Unit> = Unit & { readonly of: ConfigIdentity };

/** Any unit of it. */
export type NearTask = SketchTask | PairTask | LendTask | VerifyTask | ConnectTask | EnterTask;

/** What a thread is prepared for. */
interface NearOptions {
  readonly layout: Layout;
  readonly kernel: SketchKernelKind;
  /** Stops what reads benchmarks. */
  readonly signal?: AbortSignal | undefined;
}

/** Prepares a thread for one config of a pipeline that looks for near-duplicates, or for copies by other rules than the route pass knows. */
export async function createNear(
  pipeline: Pipeline,
  { columns, dedupe }: ConfigIdentity,
  { layout, kernel, signal }: NearOptions,
): Promise<(task: NearTask | ScreenUnit | IndexTask) => NearResult | Promise<Indexed>> {
  const { near } = dedupe;
  const sketchKernel = await SKETCH_KERNELS[kernel]();
  const memory: NearMemory = {
    layout,
    sketcher: near && createSketcher(sketchKernel, near),
    read: partitionReader(),
    entries: new Scratch(),
    sort: new SortMemory(),
    spill: new SpillMemory(),
    column: near === undefined ? -1 : columns.indexOf(near.field),
    columns: columns.length,
    rule: dedupe,
    ...rowRules(dedupe, columns),
  };
  const screen = createScreen(pipeline, sketchKernel, memory);
  return (task) => {
    switch (task.kind) {
      case 'sketch':
        return sketchRows(task, memory);
      case 'pair':
        return pairBands(task, memory);
      case 'lend':
        return lendSets(task, memory);
      case 'verify':
        return verifyPairs(task, memory);
      case 'connect':
        return connectEdges(task, layout);
      case 'enter':
        return enterClusters(task, memory);
      case 'index':
        return screen.index(task, signal);
      default:
        return screen.unit(task);
    }
  };
}
