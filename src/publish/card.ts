// The dataset card, README.md of the published folder: the manifest, told to people and to the Hub. Equal manifests give
// equal cards. What comes from dumps, names and texts alike, is escaped: see markdown.ts.

import { type Manifest, provenanceConfig } from '../manifest.ts';
import { SPLITS } from '../types.ts';
import { attribution, contaminationStatement, notice } from './duties.ts';
import { FORMAT_NAMES } from './files.ts';
import { frontMatter } from './front-matter.ts';
import { funnels } from './funnel.ts';
import { cell, codeBlock, grouped, table, visibleJson } from './markdown.ts';
import { reproducing, sources } from './sources.ts';

/** What a card says beyond the manifest. */
export interface CardFacts {
  /** ISO 639-1 codes of the languages of the sites; left out of the card where they are not known. */
  readonly languages?: readonly string[];
  /** Name on the Hub, if it is known already. */
  readonly repo?: string;
  /** A few rows to show. */
  readonly sample?: readonly Readonly<Record<string, string>>[];
}

/** Name of a dataset that is not on the Hub yet. */
const UNNAMED = 'NAMESPACE/NAME';

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
    ...sampleSection(facts.sample ?? []),
    '## Numbers',
    numbers(manifest),
    '## What was left out',
    ...funnels(manifest),
    '## Loading',
    loading(manifest, facts.repo ?? UNNAMED),
    '## Training',
    training(manifest, facts.repo ?? UNNAMED),
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

function introduction({ configs, stackpairs }: Manifest): string {
  const shapes = configs.map(({ columns }) => `(${columns.map(cell).join(', ')})`).join(', ');
  return [
    `Pairs of texts from the public Stack Exchange data dump, for training sentence-embedding models: ${shapes}, the anchor`,
    `first. Made by stackpairs ${cell(stackpairs)} with the pipeline at the end of this page.`,
  ].join('\n');
}

function sampleSection(rows: readonly Readonly<Record<string, string>>[]): string[] {
  if (rows.length === 0) return [];
  const shown = rows.map((row) => visibleJson(Object.fromEntries(Object.entries(row).map(clip))));
  return ['A few rows, shortened:', codeBlock('json', shown.join('\n'))];
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

function loading({ configs, format }: Manifest, repo: string): string {
  const python = configs.flatMap(({ name }) => [
    `pairs = load_dataset(${visibleJson(repo)}, ${visibleJson(name)})`,
    `origins = load_dataset(${visibleJson(repo)}, ${visibleJson(provenanceConfig(name))})  # the same rows in the same order`,
  ]);
  return [
    codeBlock('python', ['from datasets import load_dataset', '', ...python].join('\n')),
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
