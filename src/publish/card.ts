// The dataset card, README.md of the published folder: the manifest, told to people and to the Hub. Equal manifests give
// equal cards. What comes from dumps, names and texts alike, is escaped: see markdown.ts.

import { type Manifest, provenanceConfig } from '../manifest.ts';
import { SPLITS } from '../types.ts';
import { attribution, contaminationStatement, notice } from './duties.ts';
import { FORMAT_NAMES } from './files.ts';
import { frontMatter } from './front-matter.ts';
import { funnels } from './funnel.ts';
import { kindOf } from './kinds.ts';
import { cell, codeBlock, grouped, table, visibleJson } from './markdown.ts';
import { reproducing, sources } from './sources.ts';

/** What a card says beyond the manifest. */
export interface CardFacts {
  /** ISO 639-1 codes of the languages of the sites; left out of the card where they are not known. */
  readonly languages?: readonly string[];
  /** Name on the Hub, if it is known already. */
  readonly repo?: string;
  /** By config, the texts of a few rows to show. */
  readonly samples?: readonly (readonly (readonly string[])[])[];
}

/** Name of a dataset that is not on the Hub yet. */
const UNNAMED = 'NAMESPACE/NAME';

/** Rows of the only config that are shown. */
const MOST_ROWS = 3;
/** Characters of a sample's text that are shown; enough to judge it by. */
const SAMPLE_CHARACTERS = 300;

const AFTER_LOADING = `\
The texts of a pair stand in the order that sentence-transformers trains on. \`data_config.json\` lists the train
shards for trainers that read files; \`manifest.json\` has the SHA-256 of every file.`;

/** Writes the card of a build. */
export function card(manifest: Manifest, facts: CardFacts = {}): string {
  const sections = [
    `# Stack Exchange pairs: ${cell(manifest.pipeline.name)}`,
    introduction(manifest),
    ...sampleSections(manifest, facts.samples ?? []),
    '## Numbers',
    numbers(manifest),
    '## What was left out',
    ...funnels(manifest),
    ...usage(manifest, facts.repo ?? UNNAMED),
    '## Provenance and attribution',
    attribution(manifest),
    '## Notice',
    notice(manifest),
    '## Contamination',
    contaminationStatement(manifest),
    '## Sources',
    sources(manifest),
    '## Reproducing it',
    reproducing(manifest),
  ];
  return `${frontMatter(manifest, facts.languages ?? [])}\n${sections.join('\n\n')}\n`;
}

/** Says in the card of a build how it loads from the Hub. Quotes in a sample are escaped, so none is taken for a name. */
export function namedCard(text: string, repo: string): string {
  return text.replaceAll(`load_dataset(${visibleJson(UNNAMED)}`, () => `load_dataset(${visibleJson(repo)}`);
}

function introduction(manifest: Manifest): string {
  const { configs, stackpairs } = manifest;
  const list = configs.map((config) => {
    const kind = kindOf(config, manifest);
    const columns = `(${config.columns.map(cell).join(', ')})`;
    return `- ${cell(config.name)} ${columns}${kind === undefined ? '' : `: ${kind}`}`;
  });
  return [
    'Texts from the public Stack Exchange data dump that belong together, for training sentence-embedding models. The anchor',
    `comes first, then its positive. Made by stackpairs ${cell(stackpairs)} with the pipeline at the end of this page.`,
    '',
    ...list,
  ].join('\n');
}

function sampleSections({ configs }: Manifest, samples: NonNullable<CardFacts['samples']>): string[] {
  return configs.flatMap(({ name, columns }, config) => {
    // Of many configs one row each is enough to tell them by.
    const rows = (samples[config] ?? []).slice(0, configs.length === 1 ? MOST_ROWS : 1);
    if (rows.length === 0) return [];
    const named = (texts: readonly string[]) => columns.map((column, i) => clip([column, texts[i] ?? '']));
    const shown = rows.map((texts) => visibleJson(Object.fromEntries(named(texts))));
    const title = configs.length === 1 ? 'A few rows, shortened:' : `A row of ${cell(name)}, shortened:`;
    return [title, codeBlock('json', shown.join('\n'))];
  });
}

function clip([name, text]: [string, string]): [string, string] {
  const characters = [...text.slice(0, 2 * SAMPLE_CHARACTERS)];
  return [name, text.length <= SAMPLE_CHARACTERS ? text : `${characters.slice(0, SAMPLE_CHARACTERS).join('')}…`];
}

function numbers({ configs, splits }: Manifest): string {
  const present = SPLITS.filter((split) => configs.some(({ name }) => (splits[name]?.[split] ?? 0) > 0));
  const rows = configs.map(({ name }) => [cell(name), ...present.map((split) => grouped(splits[name]?.[split] ?? 0))]);
  return table(['config', ...present], rows);
}

/** Where sites have configs of their own and no row is left, there is none to load. */
function usage(manifest: Manifest, repo: string): string[] {
  if (manifest.configs.length === 0) return [];
  return ['## Loading', loading(manifest, repo), '## Training', training(manifest, repo)];
}

function loading({ configs, splits, format }: Manifest, repo: string): string {
  const isThere = ({ name }: Manifest['configs'][number]) => Object.keys(splits[name] ?? {}).length > 0;
  const [first = configs[0]!, ...others] = configs.filter(isThere);
  const python = [
    `pairs = load_dataset(${visibleJson(repo)}, ${visibleJson(first.name)})`,
    `origins = load_dataset(${visibleJson(repo)}, ${visibleJson(provenanceConfig(first.name))})  # the same rows in the same order`,
  ];
  return [
    codeBlock('python', ['from datasets import load_dataset', '', ...python].join('\n')),
    ...(others.length === 0 ? [] : [`Likewise ${others.map(({ name }) => cell(name)).join(', ')}.`]),
    `${AFTER_LOADING} The files are ${FORMAT_NAMES[format]}.`,
  ].join('\n\n');
}

/** The rows of JSON lines have one column, and a trainer wants a column for each text. */
const SPREAD = `\
pairs = pairs.map(lambda row: {"anchor": row["texts"][0], "positive": row["texts"][1]}, remove_columns="texts")`;

const IN_BATCH = `\
Every other positive of a batch is a negative, so a text must not be there twice: that is what the batch sampler is for.`;

/** A program that trains on the first config, as far as it goes on one page. */
function training({ configs: [config], format }: Manifest, repo: string): string {
  const python = [
    'from datasets import load_dataset',
    'from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments',
    'from sentence_transformers.losses import MultipleNegativesRankingLoss',
    '',
    `pairs = load_dataset(${visibleJson(repo)}, ${visibleJson(config?.name ?? '')}, split="train")`,
    ...(format === 'jsonl.gz' ? [SPREAD] : []),
    'model = SentenceTransformer("microsoft/mpnet-base")',
    'arguments = SentenceTransformerTrainingArguments("model", per_device_train_batch_size=64, batch_sampler="no_duplicates")',
    'loss = MultipleNegativesRankingLoss(model)',
    'SentenceTransformerTrainer(model, args=arguments, train_dataset=pairs, loss=loss).train()',
  ];
  return [codeBlock('python', python.join('\n')), IN_BATCH].join('\n\n');
}
