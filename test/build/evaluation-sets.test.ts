// Evaluation sets are made of what is held out, the same bytes each time, and nothing of them is trained on.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { checkLeaks } from '../../src/evaluation-sets/index.ts';
import type { Manifest } from '../../src/manifest.ts';
import { mine } from '../../src/mine.ts';
import { writeSample } from '../../src/sample/index.ts';
import { openTable } from '../../src/shard/index.ts';
import { verify } from '../../src/verify.ts';
import { runCli, startCli } from '../cli/run-cli.ts';
import { buildFrom, digestsOf, testFolder } from './dataset.ts';
import { writeDump } from './dump.ts';

const EVALUATED = fileURLToPath(new URL('evaluated.ts', import.meta.url));
const root = testFolder();
const [dump, out] = [join(root, 'dump'), join(root, 'out')];
let manifest: Manifest;

beforeAll(async () => {
  await writeSample(dump, { bytes: 2_000_000, anomalies: 0 });
  manifest = await buildFrom([dump], out, { pipeline: EVALUATED });
});

async function rowsIn(path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const { columns, rows } = await openTable(join(out, path), 'arrow');
  const read: Readonly<Record<string, unknown>>[] = [];
  for await (const batch of rows(columns.map(({ name }) => name))) read.push(...batch);
  return read;
}

const table = (set: string, name: string) => rowsIn(`evaluation/${set}/${name}/test-00000-of-00001.arrow`);

test('a clean build verifies, and nothing of its sets is trained on', async () => {
  expect((await verify(out)).faults).toEqual([]);
  const { found, rows, texts } = await checkLeaks(out);
  expect(found).toEqual([]);
  expect(rows).toBeGreaterThan(100);
  expect(texts).toBeGreaterThan(100);
});

test('every query has something relevant in the corpus, and every judgement is of both', async () => {
  for (const { name, files } of manifest.evaluation!.sets.filter(({ task }) => task === 'retrieval')) {
    expect(files.length, name).toBe(3);
    const [corpus, queries, qrels] = await Promise.all(['corpus', 'queries', 'qrels'].map((one) => table(name, one)));
    const [documents, asked] = [corpus!, queries!].map((rows) => new Set(rows.map((row) => row._id)));
    expect(documents!.size).toBe(corpus!.length);
    expect(new Set(qrels!.map((row) => row['query-id']))).toEqual(asked);
    expect(qrels!.every((row) => documents!.has(row['corpus-id']))).toBe(true);
  }
});

test('equal builds have equal bytes, whatever the number of threads', async () => {
  const again = join(root, 'again');
  await buildFrom([dump], again, { pipeline: EVALUATED, threads: 2 });
  expect(digestsOf(again)).toEqual(digestsOf(out));
});

// A folder is there before any of its files, and `set.json` of a set when all of its tables are.
test.each(['', 'title-to-body/corpus/test-00000-of-00001.arrow', 'title-to-body/set.json'])(
  'a build that is killed when evaluation/%s is there is finished by the same command, with the same bytes',
  async (file) => {
    const again = join(root, `killed-${file.replaceAll('/', '-')}`);
    const args = ['run', EVALUATED, '--dumps', dump, '--out', again, '--threads', '0'];
    const { child, ended } = startCli(args);
    const watch = setInterval(() => existsSync(join(again, 'evaluation', file)) && child.kill('SIGKILL'), 1);
    const { signal } = await ended;
    clearInterval(watch);
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(again, 'manifest.json'))).toBe(false);
    expect((await runCli(args)).code).toBe(0);
    expect(digestsOf(again)).toEqual(digestsOf(out));
  },
);

test.each(['title-to-body', 'title-to-body-corpus'])(
  'mined negatives are not called %s, as configs of a set are',
  async (name) => {
    const encoder = { name: 'none', dimensions: 1, encode: async () => new Float32Array(0), close: async () => {} };
    const mining = mine(out, { encoder, name, threads: 0, temporary: tmpdir() });
    await expect(mining).rejects.toThrow(/an evaluation set has configs of such names/);
  },
);

test('a file that was changed is found', async () => {
  const path = join(out, manifest.evaluation!.sets.find(({ files }) => files.length > 0)!.files[0]!.path);
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]));
  expect((await verify(out)).faults.join()).toContain('evaluation/');
  writeFileSync(path, bytes);
});

test('sets that there is nothing for are left out and listed', async () => {
  const small = writeDump(join(root, 'small'), { 'lamps.stackexchange.com': [{ id: 1 }, { id: 2 }, { id: 3 }] });
  const links = '<?xml version="1.0" encoding="utf-8"?>\r\n<postlinks>\r\n</postlinks>';
  writeFileSync(join(small, 'lamps.stackexchange.com', 'PostLinks.xml'), links);
  const left = await buildFrom([small], join(root, 'small-out'), { pipeline: EVALUATED });
  expect(left.evaluation!.sets.find(({ name }) => name === 'duplicate-retrieval')!.files).toEqual([]);
  expect((await verify(join(root, 'small-out'))).faults).toEqual([]);
  rmSync(join(root, 'small-out'), { recursive: true });
});
