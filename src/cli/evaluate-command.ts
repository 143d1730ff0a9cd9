// `build-dataset evaluate`: how good models are, on the sets of a build or on others.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import type { SetResult, Ties } from '../evaluate.ts';
import { type CommandContext, printResult } from './context.ts';
import { addModelFlags, encoderOptions, MODEL_HELP, type ModelFlags } from './model-flags.ts';
import { stageLine } from './stage-line.ts';
import { grouped, safeText, table } from './terminal-text.ts';
import { nonEmpty, nonEmptyList } from './values.ts';

interface EvaluateFlags extends ModelFlags {
  readonly set?: readonly string[];
  readonly model?: readonly string[];
  readonly out: string;
  readonly decontaminate: boolean;
  readonly ties: string;
  readonly ignoreIdenticalIds?: boolean;
  readonly json?: boolean;
}

/** Adds the command. */
export function addEvaluateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('evaluate')
    .description('score models on evaluation sets and write tables and a page that compare them')
    .argument('[dir]', 'folder of the dataset; its sets are used unless --set names others', nonEmpty)
    .option('--set <dir>', 'folder of a set (own, BEIR or MTEB); may be given several times', nonEmptyList)
    .option(
      '--model <model>',
      `${MODEL_HELP}; may be given several times, others are compared with the first`,
      nonEmptyList,
    )
    .option('--out <dir>', 'folder for the results', nonEmpty, 'evaluation-results')
    .option('--no-decontaminate', 'do not look for texts of the sets in the training rows of the dataset')
    .option(
      '--ties <rule>',
      'order of equal scores: trec (greater id first) or st (smaller id first)',
      nonEmpty,
      'trec',
    )
    .option('--ignore-identical-ids', 'leave a document out that has the id of its query');
  addModelFlags(command)
    .option('--json', 'print everything as JSON')
    .action((dir: string | undefined, flags: EvaluateFlags) => run(dir, flags, context));
}

async function run(dir: string | undefined, flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { builtSets, closeContenders, comparisonFile, evaluate, isEmptySet, itemsOf, openContenders } = await import(
    '../evaluate.ts'
  );
  const path = (name: string) => resolve(context.folder, name);
  const sets = flags.set?.map(path) ?? (dir === undefined ? [] : builtSets(path(dir)));
  if (sets.length === 0) throw noSets(dir);
  const { cores: threads, signal } = context;
  const ties = tiesOf(flags.ties);
  const models = await openContenders(flags.model ?? ['bm25'], encoderOptions(flags, context));
  const out = path(flags.out);
  const line = stageLine({ stream: context.stderr, now: context.now });
  try {
    const results = await evaluate({
      sets,
      models,
      out,
      trainedOn: dir !== undefined && flags.decontaminate ? path(dir) : undefined,
      ties,
      ignoreIdenticalIds: flags.ignoreIdenticalIds,
      threads,
      now: context.now,
      onProgress: ({ set, model, stage, done, total }) => line.report(`${set}: ${stage} ${model}`, done, total),
      signal,
    });
    line.end();
    const pages = `Written to ${safeText(out, 1000)}: evaluation.html, results.json, and a folder for each model`;
    const without = ({ set }: SetResult) =>
      isEmptySet(set) ? `no ${itemsOf(set)}: it has no figures` : 'none of the models can take part in it';
    const described = () => results.map((result) => describe(result, without(result)));
    printResult(context, flags.json, comparisonFile(results), () => [...described(), pages].join('\n\n'));
  } finally {
    line.end();
    await closeContenders(models);
  }
}

function noSets(dir: string | undefined): StackpairsError {
  return new StackpairsError('bad_usage', 'there is no set to evaluate on', {
    ...(dir === undefined ? {} : { at: dir }),
    expected: 'a dataset with a folder named evaluation, or --set',
  });
}

function tiesOf(rule: string): Ties {
  if (rule === 'trec' || rule === 'st') return rule;
  throw new StackpairsError('bad_usage', 'there is no such rule for equal scores', {
    expected: 'trec or st',
    found: rule,
  });
}

function cleanText(clean: SetResult['outcomes'][number]['clean'], main: string): string {
  if (clean === undefined) return '';
  return clean.n === 0 ? 'no query left' : `${clean.scores[main]!.toFixed(4)} (n ${grouped(clean.n)})`;
}

/** `without` says why there are no figures, where there are none. */
function describe({ set, outcomes, comparisons }: SetResult, without: string): string {
  const ignored = Object.entries(set.ignored).map(([reason, count]) => `${reason} ${grouped(count)}`);
  const head = [
    `${safeText(set.name)}: ${set.task}`,
    ...(ignored.length > 0 ? [`left out: ${ignored.join(', ')}`] : []),
  ];
  const [first] = outcomes;
  if (first === undefined) return [...head, without].join('\n');
  const hasClean = outcomes.some(({ clean }) => clean !== undefined);
  const rows = outcomes.map(({ model, n, main, scores, interval: { low, high }, clean }) => {
    const beside = comparisons.find((comparison) => comparison.model === model);
    return [
      safeText(model),
      grouped(n),
      scores[main]!.toFixed(4),
      `${low.toFixed(4)}-${high.toFixed(4)}`,
      ...(hasClean ? [cleanText(clean, main)] : []),
      beside === undefined ? '' : `${beside.difference > 0 ? '+' : ''}${beside.difference.toFixed(4)}`,
      beside?.p === undefined ? '' : beside.p.toFixed(4),
    ];
  });
  const heads = ['model', 'n', first.main, '95 %', ...(hasClean ? ['decontaminated'] : []), 'difference', 'p'];
  return [...head, table([heads, ...rows])].join('\n');
}
