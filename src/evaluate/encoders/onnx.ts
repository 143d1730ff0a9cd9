// A sentence-transformers folder in ONNX: texts -> tokens -> batches by length -> vectors of tokens -> one vector a text.
// Memory: the model, the tokens of the texts, their vectors, and one batch.

import { basename } from 'node:path';
import type { Encoder } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import { cutBatches } from './batches.ts';
import { type ModelFolder, readModelFolder } from './model-folder.ts';
import { modelIdentity } from './model-identity.ts';
import { loadOnnxRuntime, type OnnxRuntime, type Session, type Tensor } from './onnx-runtime.ts';
import { normaliseRows, pool } from './pool.ts';
import { createTokenize } from './tokenize.ts';

/** How a model is run. */
export interface OnnxOptions {
  /** Threads of one batch. */
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Another runtime, for tests. */
  readonly runtime?: OnnxRuntime | undefined;
}

/** Opens the model in a folder; throws what readModelFolder and loadOnnxRuntime do. */
export async function openOnnxEncoder(folder: string, { threads, signal, runtime }: OnnxOptions): Promise<Encoder> {
  const model = readModelFolder(folder);
  const tokenize = createTokenize(model);
  const onnx = runtime ?? (await loadOnnxRuntime());
  const session = await start(onnx, model, threads);
  const run = (tokens: readonly number[][]) => encodeBatch({ onnx, session, model }, tokens);
  const dimensions = (await run([tokenize('a')])).length;
  return {
    name: basename(folder),
    dimensions,
    async encode(texts, role) {
      const tokens = texts.map((text) => tokenize(model.prompts[role] + text));
      const vectors = new Float32Array(texts.length * dimensions);
      for (const batch of cutBatches(
        tokens.map(({ length }) => length),
        threads,
      )) {
        signal?.throwIfAborted();
        const rows = await run(batch.map((text) => tokens[text]!));
        batch.forEach((text, row) => {
          vectors.set(rows.subarray(row * dimensions, (row + 1) * dimensions), text * dimensions);
        });
      }
      return vectors;
    },
    identity: () => modelIdentity(model),
    close: () => session.release(),
  };
}

async function start(onnx: OnnxRuntime, { model }: ModelFolder, threads: number): Promise<Session> {
  try {
    return await onnx.InferenceSession.create(model, { intraOpNumThreads: Math.max(1, threads), interOpNumThreads: 1 });
  } catch (cause) {
    throw new StackpairsError('bad_input', 'the model cannot be loaded', { at: model, hint: 'Export it again', cause });
  }
}

interface Running {
  readonly onnx: OnnxRuntime;
  readonly session: Session;
  readonly model: ModelFolder;
}

async function encodeBatch({ onnx, session, model }: Running, batch: readonly number[][]): Promise<Float32Array> {
  const lengths = batch.map(({ length }) => length);
  const tokens = Math.max(...lengths);
  const make = (value: (text: number, token: number) => number) => {
    const data = BigInt64Array.from({ length: batch.length * tokens }, (_, at) => {
      return BigInt(value(Math.floor(at / tokens), at % tokens));
    });
    return new onnx.Tensor('int64', data, [batch.length, tokens]);
  };
  const inputs: Readonly<Record<string, () => Tensor>> = {
    // What stands for padding does not matter, as the mask leaves it out.
    input_ids: () => make((text, token) => batch[text]![token] ?? 0),
    attention_mask: () => make((text, token) => (token < lengths[text]! ? 1 : 0)),
    token_type_ids: () => make(() => 0),
  };
  const feeds = session.inputNames.map((name) => [name, (inputs[name] ?? unknownInput(model, name))()] as const);
  const outputs = await session.run(Object.fromEntries(feeds));
  const { data, dims } = outputOf(model, outputs);
  const dimensions = dims.at(-1)!;
  const rows = dims.length === 2 ? data.slice() : pool({ data, tokens, dimensions, lengths }, model.pooling);
  if (normaliseRows(rows, dimensions) !== -1) {
    throw new StackpairsError('bad_input', 'the model gives numbers that are not finite', { at: model.model });
  }
  return rows;
}

function unknownInput({ model }: ModelFolder, name: string): never {
  throw new StackpairsError('bad_input', 'the model asks for an input that is not known', {
    at: model,
    expected: 'input_ids, attention_mask, token_type_ids',
    found: name,
  });
}

/** Vectors of tokens, or of whole texts where the model pools by itself. */
function outputOf({ model }: ModelFolder, outputs: Readonly<Record<string, Tensor>>) {
  const { last_hidden_state, token_embeddings, sentence_embedding } = outputs;
  const tensor = last_hidden_state ?? token_embeddings ?? sentence_embedding ?? Object.values(outputs)[0];
  if (tensor?.data instanceof Float32Array && [2, 3].includes(tensor.dims.length))
    return { ...tensor, dims: tensor.dims, data: tensor.data };
  throw new StackpairsError('bad_input', 'the model gives no vectors of 32-bit floats', {
    at: model,
    expected: 'last_hidden_state, token_embeddings or sentence_embedding',
    found: Object.keys(outputs).join(', '),
  });
}
