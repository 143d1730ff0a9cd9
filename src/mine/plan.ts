// What is mined, checked before anything is encoded: the config with the rows, the name and columns of the one to come.

import { StackpairsError } from '../errors.ts';
import type { Manifest, ManifestConfig } from '../manifest.ts';
import type { NegativeRule } from './choose-negatives.ts';

/** What is asked for; rules are those of `NegativeRule`. */
export interface MineOptions extends Partial<NegativeRule> {
  /** The config whose train rows get negatives; the first of the dataset by default. */
  readonly config?: string | undefined;
  /** Name of the config that is made; `<config>-mined` by default. */
  readonly name?: string | undefined;
  /** Rows at most that are searched together: memory grows with it, and how hard negatives are. */
  readonly block?: number | undefined;
}

/** What is mined, and how. */
export interface MinePlan {
  readonly from: ManifestConfig;
  readonly config: ManifestConfig;
  readonly rule: NegativeRule;
  readonly block: number;
}

const DEFAULT_RULE: NegativeRule = { negatives: 1, relativeMargin: 0.05, rangeMin: 0, rangeMax: 100 };

/** About 5 kB a row with vectors of 384 numbers. */
const DEFAULT_BLOCK = 100_000;

/** What file systems and the Hub take as they are; no data config has the name of a provenance config. */
const CONFIG_NAME = /^(?!.*-provenance$)(?=.{1,96}$)[a-z0-9]+(?:[-._][a-z0-9]+)*$/;

/** Plans it. Throws `bad_usage` where it does not fit the dataset. */
export function planMining(
  manifest: Manifest,
  { config, name, block = DEFAULT_BLOCK, ...given }: MineOptions,
): MinePlan {
  const rule = {
    negatives: given.negatives ?? DEFAULT_RULE.negatives,
    relativeMargin: given.relativeMargin ?? DEFAULT_RULE.relativeMargin,
    rangeMin: given.rangeMin ?? DEFAULT_RULE.rangeMin,
    rangeMax: given.rangeMax ?? DEFAULT_RULE.rangeMax,
  };
  expectRule(rule, block);
  const from = sourceConfig(manifest, config);
  const own = name ?? `${from.name}-mined`;
  if (!CONFIG_NAME.test(own))
    throw refused('no name of a config', 'up to 96 lower-case letters and digits, with - . _ between', own);
  const set = (manifest.evaluation?.sets ?? []).find((one) => own === one.name || own.startsWith(`${one.name}-`));
  if (set !== undefined) throw refused('an evaluation set has configs of such names', 'another name', own);
  const columns = [...from.columns, ...negativeColumns(rule.negatives)];
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice !== undefined)
    throw refused('the config has a column of that name already', 'a config without mined negatives', twice);
  return { from, config: { name: own, recipe: own, columns }, rule, block };
}

function sourceConfig({ configs, splits }: Manifest, name: string | undefined): ManifestConfig {
  const all = configs.filter(({ columns }) => columns.length > 1).map((config) => config.name);
  const found = configs.find((config) => config.name === (name ?? all[0]));
  if (found === undefined || !all.includes(found.name)) {
    throw refused('there is no such config of pairs', all.join(', ') || 'a config with two columns', name ?? 'none');
  }
  if (splits[found.name]?.train === undefined) throw refused('there is nothing to mine', 'train rows', 'none');
  return found;
}

function negativeColumns(negatives: number): string[] {
  return negatives === 1 ? ['negative'] : Array.from({ length: negatives }, (_, at) => `negative_${at + 1}`);
}

function expectRule({ negatives, relativeMargin, rangeMin, rangeMax }: NegativeRule, block: number): void {
  const isWhole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  if (!isWhole(negatives, 1)) throw refused('negatives is no number of texts', '1 or more', `${negatives}`);
  if (!(relativeMargin >= 0 && relativeMargin < 1))
    throw refused('no margin', 'from 0 to below 1', `${relativeMargin}`);
  if (!isWhole(rangeMin, 0)) throw refused('no rank to begin behind', '0 or more', `${rangeMin}`);
  if (!isWhole(rangeMax, rangeMin + negatives)) {
    throw refused(
      'too few neighbours to choose from',
      `rangeMax, or --range-max, of ${rangeMin + negatives} or more`,
      `${rangeMax}`,
    );
  }
  if (!isWhole(block, 2)) throw refused('no block of rows', '2 rows or more', `${block}`);
}

function refused(what: string, expected: string, found: string): StackpairsError {
  return new StackpairsError('bad_usage', what, { at: 'mine', expected, found });
}
