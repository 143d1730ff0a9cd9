// What a folder of sentence-transformers says about its model: which file it is, how its vectors of tokens become one,
// how long a text may be, and what stands before it. Both spellings of the pooling's config are read: that of version 6
// and the one before. Whatever a model does that is not done here is told, as its vectors would be others.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TextRole } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';

/** How the vectors of a text's tokens become one. */
export type Pooling = 'mean' | 'cls' | 'max';

/** A model's settings. */
export interface ModelFolder {
  readonly folder: string;
  /** Path of the model in ONNX. */
  readonly model: string;
  readonly pooling: Pooling;
  /** Tokens of a text at most, special ones among them. */
  readonly longest: number;
  readonly lowercase: boolean;
  /** What is put before a text. */
  readonly prompts: Readonly<Record<TextRole, string>>;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  /** Files that decide what the vectors are, sorted. */
  readonly files: readonly string[];
}

/** Where a model may lie, the better place first. */
const MODELS = ['onnx/model.onnx', 'model.onnx'];

/** Of a model that does not say: the positions that BERT has. */
const LONGEST = 512;

/** What version 5 and later take for a document's prompt, the first that is there. */
const PROMPTS = { query: ['query'], document: ['document', 'passage', 'corpus'] } as const;

const modules = z.array(z.looseObject({ path: z.string(), type: z.string() }));
const anyObject = z.looseObject({});
const bertConfig = z.looseObject({
  max_seq_length: z.int().min(1).nullish(),
  do_lower_case: z.boolean().nullish(),
});
const modelConfig = z.looseObject({ max_position_embeddings: z.int().min(1).nullish() });
const tokenizerConfig = z.looseObject({ model_max_length: z.number().nullish() });
const promptConfig = z.looseObject({
  prompts: z.record(z.string(), z.string()).nullish(),
  default_prompt_name: z.string().nullish(),
});
const poolingConfig = z.looseObject({
  pooling_mode: z.union([z.string(), z.array(z.string())]).optional(),
  include_prompt: z.boolean().optional(),
});

/** Reads a folder; throws `bad_input` that says which file is missing, damaged, or asks for what is not done. */
export function readModelFolder(folder: string): ModelFolder {
  const model = MODELS.find((file) => existsSync(join(folder, file)));
  if (model === undefined) {
    throw new StackpairsError('bad_input', 'there is no model in ONNX', {
      at: folder,
      expected: MODELS.join(' or '),
      hint: 'docs/encoders.md says how a model is exported',
    });
  }
  const chain = readJson(folder, 'modules.json', modules) ?? [];
  const transformer = chain.find(({ type }) => type.endsWith('.Transformer'))?.path ?? '';
  const at = (file: string) => (transformer === '' ? file : `${transformer}/${file}`);
  const settings = readJson(folder, at('sentence_bert_config.json'), bertConfig);
  const config = readJson(folder, at('config.json'), modelConfig);
  const tokenizer = readJson(folder, at('tokenizer.json'), anyObject) ?? missing(folder, at('tokenizer.json'));
  const tokens = readJson(folder, at('tokenizer_config.json'), tokenizerConfig) ?? {};
  const positions = Math.min(config?.max_position_embeddings ?? LONGEST, tokens.model_max_length ?? LONGEST);
  const pooling = expectKnown(folder, chain);
  const settingsFiles = ['sentence_bert_config.json', 'config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const names = ['modules.json', ...settingsFiles.map(at)];
  const files = [model, `${model}_data`, ...names, 'config_sentence_transformers.json', ...pooling.files];
  return {
    folder,
    model: join(folder, model),
    pooling: pooling.mode,
    longest: settings?.max_seq_length ?? positions,
    lowercase: settings?.do_lower_case ?? false,
    prompts: promptsOf(readJson(folder, 'config_sentence_transformers.json', promptConfig)),
    tokenizer,
    tokenizerConfig: tokens,
    files: files.filter((file) => existsSync(join(folder, file))).sort(),
  };
}

/** The pooling of a chain of modules, all of which are known. */
function expectKnown(folder: string, chain: z.infer<typeof modules>): { mode: Pooling; files: string[] } {
  const unknown = chain.find(({ type }) => !/\.(?:Transformer|Pooling|Normalize)$/.test(type));
  if (unknown !== undefined) throw notDone(folder, `the module ${unknown.type}`, 'Transformer, Pooling and Normalize');
  const pooling = chain.find(({ type }) => type.endsWith('.Pooling'));
  if (pooling === undefined) return { mode: 'mean', files: [] };
  const file = `${pooling.path}/config.json`;
  const config = readJson(folder, file, poolingConfig) ?? missing(folder, file);
  return { mode: poolingOf(folder, config), files: [file] };
}

function poolingOf(folder: string, config: z.infer<typeof poolingConfig>): Pooling {
  if (config.include_prompt === false) throw notDone(folder, 'pooling without the prompt', 'pooling of all tokens');
  const old = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const modes =
    config.pooling_mode === undefined
      ? old.map((key) => key.slice('pooling_mode_'.length))
      : [config.pooling_mode].flat();
  const [mode = 'mean_tokens'] = modes;
  const known = /^(mean|cls|max)(?:_tokens?)?$/.exec(mode)?.[1];
  if (known === undefined || modes.length > 1)
    throw notDone(folder, `pooling by ${modes.join(' and ')}`, 'mean, cls or max');
  return known as Pooling;
}

function promptsOf(config: z.infer<typeof promptConfig> | undefined): ModelFolder['prompts'] {
  const prompts = config?.prompts ?? {};
  const usual = prompts[config?.default_prompt_name ?? ''] ?? '';
  const promptOf = (names: readonly string[]) =>
    names.map((name) => prompts[name]).find((prompt) => prompt !== undefined);
  return { query: promptOf(PROMPTS.query) ?? usual, document: promptOf(PROMPTS.document) ?? usual };
}

function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StackpairsError('bad_input', 'it is not what sentence-transformers writes', {
      at: path,
      hint: 'Take the file from the model’s own folder again',
      cause,
    });
  }
}

function missing(folder: string, file: string): never {
  throw new StackpairsError('bad_input', 'a file of the model is missing', { at: folder, expected: file });
}

function notDone(folder: string, found: string, expected: string): StackpairsError {
  const hint = 'Compute its vectors elsewhere, and give them as vectors:FILE';
  return new StackpairsError('bad_input', 'the model is of a kind that is not run here', {
    at: folder,
    expected,
    found,
    hint,
  });
}
