// The search for duplicates that the route pass cannot find by itself, in passes over files: sketch, pair, lend, verify,
// connect, enter. Each is a list of units that know nothing of each other; what one leaves is what the next one reads.

import { join } from 'node:path';
import type { NearRule } from '../../dedupe-rule.ts';
import type { ConfigContext } from '../context.ts';
import { type RoutedConfig, recordBytes } from '../routed-config.ts';
import { type ScreenPassResult, screenPass } from '../screen/screen-pass.ts';
import { type NearUnitKind, unitName } from '../unit-name.ts';
import { type Corpus, openCorpus, range } from './corpus.ts';
import { estimateNear } from './estimate.ts';
import type { NearResult } from './near-result.ts';
import type { NearTask } from './perform-near.ts';
import { runUnits } from './run-units.ts';

/** What was found. */
export interface NearPassResult {
  /** Entries for the agree pass. */
  readonly entries: readonly string[];
  /** Rows that have a near-duplicate, the clusters they form, pairs compared and pairs found alike. */
  readonly tally: Readonly<Record<string, number>>;
  readonly borrowed: Corpus['borrowed'];
  readonly screened: ScreenPassResult | undefined;
}

/** Enters rows for the agree pass: all of them, or where rows meet others, those that are in a cluster or left out. */
export async function nearPass(context: ConfigContext, routed: RoutedConfig): Promise<NearPassResult> {
  const rows = await openCorpus(context, routed);
  const screened = context.benchmarks.length === 0 ? undefined : await screenPass(context, rows);
  const corpus = screened === undefined ? rows : withoutScreened(rows, screened);
  const meets = context.dedupe.near !== undefined || corpus.borrowed.length > 0;
  const search = openSearch(context, corpus, meets);
  if (context.dedupe.near !== undefined) tellEstimate({ ...context, routed }, corpus, context.dedupe.near);
  const connected = meets ? await connectRows(search) : undefined;
  const entered = await search.run(corpus.own, (unit) => ({
    kind: 'enter',
    ...corpus.documents(unit),
    members: connected && search.file('connect', 'members', 0),
    leftOut: connected && { path: search.file('connect', 'left-out', 0), partition: unit },
    entries: search.file('enter', 'entries', unit),
  }));
  return {
    entries: search.files('enter', 'entries', corpus.own),
    tally: sumTallies([...(connected ?? []), ...entered]),
    borrowed: corpus.borrowed,
    screened,
  };
}

/** The same rows, but for those that are in a benchmark. */
function withoutScreened(corpus: Corpus, { leftOut }: ScreenPassResult): Corpus {
  const documents = (unit: number) => {
    const task = corpus.documents(unit);
    return task.borrowed === undefined ? { ...task, screened: { path: leftOut(unit), partition: 0 } } : task;
  };
  return { ...corpus, documents };
}

interface EstimateContext extends ConfigContext {
  readonly routed: RoutedConfig;
}

function tellEstimate(context: EstimateContext, { firsts, own }: Corpus, rule: NearRule): void {
  const { plan, routed, workers, onEstimate } = context;
  const rows = firsts[firsts.length - 1]!;
  const largest = own.reduce((most, partition) => Math.max(most, firsts[partition + 1]! - firsts[partition]!), 0);
  const partitionBytes = (recordBytes(routed) * largest) / Math.max(1, firsts[own.length]!);
  const { threads } = workers;
  onEstimate(estimateNear({ rule, rows, threads, bandPartitions: plan.layout.bands, partitionBytes }));
}

type Search = ReturnType<typeof openSearch>;

function openSearch(context: ConfigContext, corpus: Corpus, meets: boolean) {
  const { plan, work, dedupe } = context;
  const { own, all } = corpus;
  const keys = range(plan.layout.bands + plan.layout.fingerprints);
  const total = own.length + (meets ? all.length + keys.length + 1 : 0) + (dedupe.near ? own.length + all.length : 0);
  const files = (kind: NearUnitKind, what: string, units: readonly number[]) =>
    units.map((unit) => join(work, `${unitName(kind, unit)}.${what}`));
  return {
    corpus,
    keys,
    similarity: dedupe.near?.similarity,
    run: (units: readonly number[], task: (unit: number) => NearTask) =>
      runUnits(units, { ...context, pass: 'near', total }, task),
    files,
    file: (kind: NearUnitKind, what: string, unit: number) => files(kind, what, [unit])[0]!,
  };
}

/** Finds who belongs together, from the keys of all rows to clusters. */
async function connectRows(search: Search): Promise<NearResult[]> {
  const { corpus, keys, similarity, run, files, file } = search;
  const { firsts, all } = corpus;
  const sketched = await run(all, (unit) => ({
    kind: 'sketch',
    ...corpus.documents(unit),
    bands: file('sketch', 'bands', unit),
  }));
  const paired = await run(keys, (unit) => ({
    kind: 'pair',
    partition: unit,
    bands: files('sketch', 'bands', all),
    firsts,
    candidates: file('pair', 'candidates', unit),
    edges: file('pair', 'edges', unit),
  }));
  const compared = similarity === undefined ? [] : await compareRows(search, similarity);
  const { own } = corpus;
  const alike = similarity === undefined ? [] : [...files('lend', 'edges', own), ...files('verify', 'edges', all)];
  const connected = await run([0], () => ({
    kind: 'connect',
    copies: files('pair', 'edges', keys),
    alike,
    firsts,
    members: file('connect', 'members', 0),
    leftOut: file('connect', 'left-out', 0),
  }));
  return [...sketched, ...paired, ...compared, ...connected];
}

/** Holds every pair of rows that met against their texts. */
async function compareRows({ corpus, keys, run, files, file }: Search, similarity: number): Promise<NearResult[]> {
  const { own, all } = corpus;
  const lent = await run(own, (unit) => ({
    kind: 'lend',
    ...corpus.documents(unit),
    candidates: files('pair', 'candidates', keys),
    similarity,
    sets: file('lend', 'sets', unit),
    edges: file('lend', 'edges', unit),
  }));
  const verified = await run(all, (unit) => ({
    kind: 'verify',
    ...corpus.documents(unit),
    sets: files('lend', 'sets', own),
    similarity,
    edges: file('verify', 'edges', unit),
  }));
  return [...lent, ...verified];
}

function sumTallies(results: readonly NearResult[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { tally } of results) {
    for (const [name, count] of Object.entries(tally)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
