// Encoders by name: folders of models, files of vectors, and servers, with what is wrong with each.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataType,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  List,
  Table,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cutBatches } from '../../src/evaluate/encoders/batches.ts';
import { createMend } from '../../src/evaluate/encoders/mend-text.ts';
import { readModelFolder } from '../../src/evaluate/encoders/model-folder.ts';
import { modelIdentity } from '../../src/evaluate/encoders/model-identity.ts';
import { loadOnnxRuntime } from '../../src/evaluate/encoders/onnx-runtime.ts';
import { normaliseRows, pool } from '../../src/evaluate/encoders/pool.ts';
import { createTokenize } from '../../src/evaluate/encoders/tokenize.ts';
import { openEncoder } from '../../src/open-encoder.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { npy } from './npy.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encoders-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const TOKENIZER = {
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2, a: 3, b: 4 },
  },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  added_tokens: [],
};

const write = (file: string, value: unknown) => {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value));
};

function writeModel() {
  write('onnx/model.onnx', 'no model');
  write('tokenizer.json', TOKENIZER);
  write('modules.json', [
    { path: '', type: 'sentence_transformers.models.Transformer' },
    { path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
  ]);
  write('1_Pooling/config.json', { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false });
  write('sentence_bert_config.json', { max_seq_length: 5 });
  write('config_sentence_transformers.json', { prompts: { query: 'a ', passage: 'b ' } });
}

describe('a folder of a model', () => {
  test('says how its texts become vectors', () => {
    writeModel();
    const { pooling, longest, prompts } = readModelFolder(folder);
    expect({ pooling, longest, prompts }).toEqual({
      pooling: 'cls',
      longest: 5,
      prompts: { query: 'a ', document: 'b ' },
    });
  });

  test('of version 6 says it in other words', () => {
    writeModel();
    write('1_Pooling/config.json', { embedding_dimension: 3, pooling_mode: 'max' });
    expect(readModelFolder(folder).pooling).toBe('max');
  });

  test.each([
    ['a pooling that is not done', '1_Pooling/config.json', { pooling_mode: 'lasttoken' }, /pooling by lasttoken/],
    [
      'two poolings at once',
      '1_Pooling/config.json',
      { pooling_mode_cls_token: true, pooling_mode_max_tokens: true },
      /cls_token and max_tokens/,
    ],
    ['a module that is not run', 'modules.json', [{ path: '2_Dense', type: 'x.Dense' }], /x\.Dense/],
    ['a damaged file', 'tokenizer.json', '{"model":', /tokenizer\.json/],
  ])('with %s is refused', (_, file, value, message) => {
    writeModel();
    write(file, value);
    expect(() => readModelFolder(folder)).toThrow(message);
  });

  test('without a model is refused', () => {
    expect(() => readModelFolder(folder)).toThrow(/no model in ONNX/);
  });
});

test('two models are told apart by any of their files, and not by where they lie', async () => {
  writeModel();
  const identity = () => modelIdentity(readModelFolder(folder));
  const first = await identity();
  const elsewhere = mkdtempSync(join(tmpdir(), 'encoders-'));
  cpSync(folder, elsewhere, { recursive: true });
  expect(await modelIdentity(readModelFolder(elsewhere))).toBe(first);
  rmSync(elsewhere, { recursive: true });
  const seen = new Set([first]);
  for (const file of ['onnx/model.onnx', 'tokenizer.json', '1_Pooling/config.json', 'sentence_bert_config.json']) {
    writeFileSync(join(folder, file), `${readFileSync(join(folder, file), 'utf8')} `);
    seen.add(await identity());
  }
  expect(seen.size).toBe(5);
});

describe('tokens', () => {
  test('of a text that is too long keep the special ones at both ends', () => {
    writeModel();
    const tokenize = createTokenize(readModelFolder(folder));
    expect(tokenize('a b')).toEqual([1, 3, 4, 2]);
    expect(tokenize('a b a b a b')).toEqual([1, 3, 4, 3, 2]);
    expect(tokenize('')).toEqual([1, 2]);
    expect(tokenize('\u0000 \ud800')).toEqual(expect.arrayContaining([1, 2]));
  });
});

test('texts reach the tokenizer so that it cuts them as its twin in Rust does', () => {
  const mend = (normalizer: object) => createMend({ normalizer })('ΟΔΟΣ a\u{20000}b');
  expect(mend({ type: 'BertNormalizer', lowercase: true, handle_chinese_chars: true })).toBe('ΟΔΟσ a \u{20000} b');
  expect(mend({ type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] })).toBe('ΟΔΟσ a\u{20000}b');
  expect(mend({ type: 'BertNormalizer', lowercase: false })).toBe('ΟΔΟΣ a\u{20000}b');
  expect(createMend({ normalizer: null })('Σ')).toBe('Σ');
});

test('pooling counts the tokens of the text, and no padding', () => {
  const data = Float32Array.from([1, 2, 3, 6, 9, 9, 5, 1, 9, 9, 9, 9]);
  const vectors = { data, tokens: 3, dimensions: 2, lengths: [2, 1] };
  expect([...pool(vectors, 'mean')]).toEqual([2, 4, 5, 1]);
  expect([...pool(vectors, 'max')]).toEqual([3, 6, 5, 1]);
  expect([...pool(vectors, 'cls')]).toEqual([1, 2, 5, 1]);
});

test('rows of zeros stay, and one that is not finite is told', () => {
  const rows = Float32Array.from([3, 4, 0, 0]);
  expect(normaliseRows(rows, 2)).toBe(-1);
  expect([...rows]).toEqual([...Float32Array.from([0.6, 0.8, 0, 0])]);
  expect(normaliseRows(Float32Array.from([1, 0, Number.NaN, 1]), 2)).toBe(1);
});

test('batches hold every text once, the longest first, and no more tokens than threads have room for', () => {
  const lengths = [1, 800, 3, 250, 2, 200];
  expect(cutBatches(lengths, 1)).toEqual([[1], [3, 5], [2, 4, 0]]);
  expect(cutBatches(lengths, 4)).toEqual([
    [1, 3],
    [5, 2, 4, 0],
  ]);
  expect(cutBatches(Array(40).fill(1), 0).map((batch) => batch.length)).toEqual([32, 8]);
});

test('a package that is missing is named with the command that adds it', async () => {
  await expect(loadOnnxRuntime('no-such-runtime')).rejects.toThrow(/npm install --ignore-scripts no-such-runtime/);
});

test.each(['', 'minilm', 'onnx:', 'ftp://host/x', 'http:nothing', 'http://user:secret@host/'])(
  '%j names no encoder',
  async (spec) => {
    const opened = openEncoder(spec, { threads: 1 });
    await expect(opened).rejects.toMatchObject({ code: 'bad_usage' });
    await expect(opened).rejects.not.toThrow('secret');
  },
);

describe('a file of vectors', () => {
  test('is looked up by role and id, by id, and by text', async () => {
    writeFileSync(join(folder, 'v.npy'), npy('(3, 2)', [2, 0, 0, 2, 3, 4]));
    write('v.ids.txt', 'query:1\n1\n"two\\nlines"\n');
    const encoder = await openEncoder(`vectors:${join(folder, 'v.npy')}`, { threads: 1 });
    expect([...(await encoder.encode(['x'], 'query', ['1']))]).toEqual([1, 0]);
    expect([...(await encoder.encode(['x'], 'document', ['1']))]).toEqual([0, 1]);
    expect([...(await encoder.encode(['two\nlines'], 'document'))]).toEqual([...Float32Array.from([0.6, 0.8])]);
    await expect(encoder.encode(['x'], 'document')).rejects.toThrow(/no vector/);
  });

  test.each([
    ['too few bytes', npy('(9000000000000, 2)', [1]), '1\n'],
    ['other numbers', npy('(1, 2)', [1, 2], '<f8'), '1\n'],
    ['what is not finite', npy('(1, 2)', [Number.NaN, 2]), '1\n'],
    ['nothing', Buffer.alloc(0), ''],
    ['too few ids', npy('(1, 2)', [1, 2]), ''],
    ['an id twice', npy('(2, 1)', [1, 2]), 'a\na\n'],
    ['an id that is no JSON', npy('(1, 1)', [1]), '"a\n'],
  ])('with %s is refused', async (_, bytes, ids) => {
    writeFileSync(join(folder, 'v.npy'), bytes);
    write('v.ids.txt', ids);
    await expect(openEncoder(`vectors:${join(folder, 'v.npy')}`, { threads: 1 })).rejects.toMatchObject({
      code: 'bad_input',
    });
  });
});

describe('a table of vectors', () => {
  const listOf = (type: DataType) => new List(new Field('item', type, true));
  const arrow = (ids: unknown[], vectors: unknown[], type: DataType = listOf(new Float64())) => {
    const columns = { id: vectorFromArray(ids), vector: vectorFromArray(vectors, type) };
    return tableToIPC(new Table(columns as never), 'stream');
  };
  const open = (name: string) => openEncoder(`vectors:${join(folder, name)}`, { threads: 1 });

  test.each([
    ['doubles', listOf(new Float64())],
    ['floats', listOf(new Float32())],
    ['floats in lists of one length', new FixedSizeList(2, new Field('item', new Float32(), true))],
  ])('in Arrow, of %s, is looked up as a file of numpy is', async (_, type) => {
    writeFileSync(
      join(folder, 'v.arrow'),
      arrow(
        ['query:1', '1', 'two\nlines'],
        [
          [2, 0],
          [0, 2],
          [3, 4],
        ],
        type,
      ),
    );
    const encoder = await open('v.arrow');
    expect(encoder.name).toBe('v.arrow');
    expect([...(await encoder.encode(['x'], 'query', ['1']))]).toEqual([1, 0]);
    expect([...(await encoder.encode(['x', 'two\nlines'], 'document', ['1', 'two\nlines']))]).toEqual([
      ...Float32Array.from([0, 1, 0.6, 0.8]),
    ]);
  });

  test('in Parquet is read as well, with numbers as ids', async () => {
    writeSet(folder, {
      'v.parquet': {
        _id: [7, 8],
        embedding: [
          [3, 4],
          [0, 1],
        ],
      },
    });
    const encoder = await open('v.parquet');
    expect([...(await encoder.encode(['x'], 'document', ['7']))]).toEqual([...Float32Array.from([0.6, 0.8])]);
  });

  test.each([
    ['no ids', arrow([null], [[1, 2]]), /no id/],
    ['an id twice', arrow(['a', 'a'], [[1], [2]]), /there twice/],
    ['vectors of several lengths', arrow(['a', 'b'], [[1, 2], [3]]), /expected 2 numbers.*found 1 numbers/],
    ['a vector left out', arrow(['a', 'b'], [[1, 2], null]), /no vector/],
    ['what is not finite', arrow(['a'], [[Number.NaN]]), /not finite/],
    ['no rows', arrow([], []), /no vectors.*found no rows/],
    ['other columns', tableToIPC(new Table({ x: vectorFromArray(['a']) }), 'stream'), /no vectors.*found x/],
  ])('with %s is refused', async (_, bytes, message) => {
    writeFileSync(join(folder, 'v.arrow'), bytes);
    await expect(open('v.arrow')).rejects.toThrow(message);
  });
});

describe('a server', () => {
  let server: Server;
  let answers: ((input: string[]) => { status?: number; headers?: Record<string, string>; body: unknown })[];
  let asked: { input: string[]; model: string; key: string | undefined }[];
  const usual: (typeof answers)[number] = (input) => ({
    body: { data: input.map((text, index) => ({ index, embedding: [text.length, 0] })).reverse() },
  });

  beforeEach(async () => {
    [answers, asked] = [[], []];
    server = createServer(async (request, response) => {
      const { input, model } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      asked.push({ input, model, key: request.headers.authorization });
      const { status = 200, headers = {}, body } = (answers.shift() ?? usual)(input);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => server.close());

  const waits: number[] = [];
  const open = () => {
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings#small`;
    return openEncoder(url, { threads: 1, key: 'canary', patience: { wait } });
  };

  test('is asked in batches, with its key, and its vectors stand in the order of the texts', async () => {
    const encoder = await open();
    const vectors = await encoder.encode(
      Array.from({ length: 130 }, () => 'text'),
      'query',
    );
    expect(vectors).toHaveLength(260);
    expect(asked.map(({ input }) => input.length)).toEqual([1, 64, 64, 2]);
    expect(asked[0]).toMatchObject({ model: 'small', key: 'Bearer canary' });
  });

  test('is another one to whoever keeps vectors where it gives other vectors', async () => {
    const identity = async () => (await open()).identity!();
    const first = await identity();
    expect(await identity()).toBe(first);
    answers.push(() => ({ body: { data: [{ index: 0, embedding: [0.5, 0.5] }] } }));
    expect(await identity()).not.toBe(first);
    expect(first).not.toContain('canary');
  });

  test('is asked again after the delay it asks for', async () => {
    answers.push(() => ({ status: 429, headers: { 'Retry-After': '7' }, body: '' }));
    await open();
    expect(waits).toContain(7000);
  });

  test('that is not there is told at once', async () => {
    const { port } = server.address() as AddressInfo;
    const before = waits.length;
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    const url = `http://127.0.0.1:${port}/v1/embeddings`;
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    await expect(openEncoder(url, { threads: 1, patience: { wait } })).rejects.toThrow(/no server listens/);
    expect(waits).toHaveLength(before);
  });

  test.each([
    ['refuses', () => ({ status: 401, body: 'canary' }), 'refused'],
    ['gives no JSON', () => ({ body: '<html>' }), 'bad_input'],
    ['gives too few vectors', () => ({ body: { data: [] } }), 'bad_input'],
    [
      'gives two of one number',
      (input: string[]) => ({
        body: {
          data: input.flatMap(() => [
            { index: 0, embedding: [1] },
            { index: 0, embedding: [1] },
          ]),
        },
      }),
      'bad_input',
    ],
  ])('that %s is told, without its key', async (_, answer, code) => {
    answers.push(answer);
    const opened = open();
    await expect(opened).rejects.toMatchObject({ code });
    await expect(opened).rejects.not.toThrow('canary');
  });
});
