import { mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { score, titleBody } from '../../src/clean/index.ts';
import type { LoadedPipeline } from '../../src/load-pipeline.ts';
import { manifestText } from '../../src/manifest-file.ts';
import { adoptPlan, claimFolder, readFinished } from '../../src/passes/adopt-plan.ts';
import { isSamePlan, makePlan, type Plan, type PlanRequest, planSchema, type Unit } from '../../src/passes/plan.ts';
import { canonicalJson, definePipeline, describePipeline, type PipelineDefinition } from '../../src/pipeline.ts';
import type { Container, Input } from '../../src/types.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { dice, LAYOUT } from './helpers.ts';

const GIB = 1024 ** 3;
const A_FILE = fileURLToPath(import.meta.url);
const ANOTHER_FILE = fileURLToPath(new URL('../../package.json', import.meta.url));

function loadedOf(parts: Partial<PipelineDefinition> = {}, source = 'aa'): LoadedPipeline {
  const pipeline = definePipeline({ name: 'small', pairs: [titleBody()], ...parts });
  return { pipeline, definition: canonicalJson(describePipeline(pipeline)), file: 'small.ts', source, scripts: {} };
}

const file = (content: string | Uint8Array = '') => join(makeFolder({ 'Posts.xml': content }), 'Posts.xml');

const input = (container: Container, parts: Partial<Input> = {}): Input => ({
  path: container === 'auto' ? '-' : A_FILE,
  file: 'beer.7z',
  container,
  site: 'beer.stackexchange.com',
  dumpDate: undefined,
  bytes: 1000,
  xmlBytes: 1000,
  tables: {},
  ...parts,
});

const plan = (inputs: readonly Input[], parts: Partial<PlanRequest> = {}, loaded = loadedOf()) =>
  makePlan({ inputs, pipeline: { selection: {} }, ...parts }, loaded);

const rangesOf = ({ units }: Plan) => units.map(({ input, from, to }: Unit) => [input, from, to]);

describe('units', () => {
  test('of a plain file cover it without a gap', async () => {
    const { units } = await plan([input('xml', { bytes: 2500 })], { tuning: { unitBytes: 1000 } });
    expect(units).toEqual([
      { unit: 0, input: 0, from: 0, to: 1000 },
      { unit: 1, input: 0, from: 1000, to: 2000 },
      { unit: 2, input: 0, from: 2000, to: null },
    ]);
  });

  test.each([
    ['as large as a unit', 1000, [[0, 0, null]]],
    [
      'a byte larger',
      1001,
      [
        [0, 0, 1000],
        [0, 1000, null],
      ],
    ],
    ['empty', 0, [[0, 0, null]]],
  ])('of a file %s', async (_, bytes, ranges) => {
    expect(rangesOf(await plan([input('xml', { bytes })], { tuning: { unitBytes: 1000 } }))).toEqual(ranges);
  });

  test('of files by chance cover each of them, and are numbered through', async () => {
    const next = dice(3);
    const inputs = Array.from({ length: 12 }, () => input('xml', { bytes: next(5000) }));
    const { units } = await plan(inputs, { tuning: { unitBytes: 1 + next(900) } });
    expect(units.map(({ unit }) => unit)).toEqual([...units.keys()]);
    for (const [index, { bytes }] of inputs.entries()) {
      const own = units.filter((unit) => unit.input === index);
      expect(own.map(({ from }) => from)).toEqual([0, ...own.slice(0, -1).map(({ to }) => to)]);
      expect(own.at(-1)!.to).toBe(null);
      expect(own.at(-1)!.from).toBeLessThanOrEqual(bytes);
    }
  });

  test.each(['7z', 'gz', 'bz2', 'zst', 'auto'] as const)('a %s input is one, whatever its size', async (container) => {
    const one = input(container, { bytes: 5000 });
    expect(rangesOf(await plan([one], { tuning: { unitBytes: 1000 } }))).toEqual([[0, 0, null]]);
  });

  test('a file in UTF-16 is one, since it cannot be read from the middle', async () => {
    const path = file(Buffer.from('\ufeff<posts></posts>', 'utf16le'));
    const one = input('xml', { path, bytes: 5000 });
    expect(rangesOf(await plan([one], { tuning: { unitBytes: 1000 } }))).toEqual([[0, 0, null]]);
  });

  test('under a limit every input is one, since rows are counted from its start', async () => {
    const inputs = [input('xml', { bytes: 5000 }), input('xml', { bytes: 0 })];
    expect(rangesOf(await plan(inputs, { limit: 10, tuning: { unitBytes: 1000 } }))).toEqual([
      [0, 0, null],
      [1, 0, null],
    ]);
  });
});

describe('the layout', () => {
  const layoutOf = async (xmlBytes: number, split = {}, container: Container = '7z') =>
    (await plan([input(container, { xmlBytes })], {}, loadedOf({ split }))).layout;

  test('of a small dump has one partition of each kind', async () => {
    expect(await layoutOf(1000)).toEqual({ sides: { train: 1, validation: 1, test: 1 }, fingerprints: 1, bands: 0 });
  });

  test('grows with the dump, each side by its share', async () => {
    const { sides } = await layoutOf(8 * GIB, { test: 0.5, validation: 0.25 });
    expect(sides.test).toBeGreaterThan(2);
    expect([sides.validation, sides.train]).toEqual([sides.test / 2, sides.test / 2]);
  });

  test('has an end, however large the dump', async () => {
    expect((await layoutOf(1e18)).sides).toEqual({ train: 1024, validation: 1, test: 1 });
  });

  test('of standard input is that of the largest site', async () => {
    expect(await layoutOf(0, {}, 'auto')).toEqual(await layoutOf(64 * GIB));
  });

  test('may be given, as in tests', async () => {
    expect((await plan([input('7z')], { tuning: { layout: LAYOUT } })).layout).toEqual(LAYOUT);
  });
});

describe('two plans are the same work', () => {
  const one = input('7z');

  test('when they were made of the same things', async () => {
    expect(isSamePlan(await plan([one]), await plan([one]))).toBe(true);
  });

  test('when one of them was written to disk and read back', async () => {
    const made = await plan([one, input('xml', { dumpDate: '2026-03' }), input('auto')], { limit: 3 });
    expect(isSamePlan(planSchema.parse(JSON.parse(JSON.stringify(made))), made)).toBe(true);
  });

  test('wherever the input lies', async () => {
    const [here, there] = [file(), file()];
    for (const path of [here, there]) utimesSync(path, 9, 9);
    expect(isSamePlan(await plan([{ ...one, path: here }]), await plan([{ ...one, path: there }]))).toBe(true);
  });
});

describe('two plans are not the same when there is another', () => {
  const one = input('7z');
  test.each<[string, readonly Input[], Partial<PlanRequest>, LoadedPipeline?]>([
    ['limit', [one], { limit: 5 }],
    ['strictness', [one], { strict: true }],
    ['wish to keep the dropped', [one], { keepDropped: true }],
    ['selection', [one], { pipeline: { selection: { tags: ['hops'] } } }],
    ['size of an input', [{ ...one, bytes: 1001 }], {}],
    ['site', [{ ...one, site: 'ale.stackexchange.com' }], {}],
    ['date of the dump', [{ ...one, dumpDate: '2026-03-31' }], {}],
    ['time of the file', [{ ...one, path: ANOTHER_FILE }], {}],
    ['input more', [one, one], {}],
    ['rule in the pipeline', [one], {}, loadedOf({ keep: [score({ min: 0 })] })],
    ['text of the pipeline file', [one], {}, loadedOf({}, 'bb')],
  ])('%s', async (_, inputs, parts, loaded) => {
    expect(isSamePlan(await plan(inputs, parts, loaded), await plan([one]))).toBe(false);
  });
});

describe('a folder', () => {
  const adopt = async (out: string, parts: Partial<PlanRequest> = {}) => {
    mkdirSync(join(out, '.work'), { recursive: true });
    adoptPlan(out, await plan([common], parts));
  };
  const common = input('7z');
  const planFile = (out: string) => join(out, '.work', 'plan.json');

  test('that is not there is made', () => {
    const out = join(makeFolder(), 'a', 'b');
    claimFolder(out);
    expect(() => claimFolder(out)).not.toThrow();
  });

  test('with something else in it is left alone', () => {
    const out = makeFolder({ 'thesis.doc': 'years of work' });
    expect(() => claimFolder(out)).toThrow(
      expect.objectContaining({ code: 'bad_usage', message: expect.stringContaining('the folder is not empty') }),
    );
  });

  test('that is a file is bad usage', () => {
    const out = join(makeFolder({ taken: '' }), 'taken');
    expect(() => claimFolder(out)).toThrow(expect.objectContaining({ code: 'bad_usage' }));
  });

  test('of a run killed before its plan was written can be used', () => {
    expect(() => claimFolder(makeFolder({ '.work/.plan.json.tmp': '{' }))).not.toThrow();
  });

  test('resumes with the same plan', async () => {
    const out = makeFolder();
    await adopt(out);
    const before = readFileSync(planFile(out), 'utf8');
    await adopt(out);
    expect(readFileSync(planFile(out), 'utf8')).toBe(before);
  });

  test('refuses another plan and says what differs', async () => {
    const out = makeFolder();
    await adopt(out);
    await expect(adopt(out, { limit: 3, strict: true })).rejects.toThrow(
      `${out}: the folder holds a build of another plan (limit, strict). Choose another --out, or remove this one`,
    );
  });

  test.each([
    ['torn', (path: string) => truncateSync(path, 30)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['of another format', (path: string) => writeFileSync(path, '{"formatVersion": 2}')],
    ['no plan at all', (path: string) => writeFileSync(path, '[1]')],
  ])('whose plan is %s is not built over', async (_, harm) => {
    const out = makeFolder();
    await adopt(out);
    harm(planFile(out));
    await expect(adopt(out)).rejects.toThrow(`the plan of the build cannot be read. Remove ${out} and run again`);
  });
});

describe('a finished build', () => {
  const finished = () => {
    const manifest = sampleManifest();
    const shards = Object.fromEntries(manifest.shards.map(({ path, bytes }) => [path, 'x'.repeat(bytes)]));
    const rest = {
      'manifest.json': manifestText(manifest),
      'README.md': '',
      'report.html': '',
      'data_config.json': '[]',
    };
    return { manifest, out: makeFolder({ ...shards, ...rest }) };
  };

  test('is known by its manifest and shards', () => {
    const { out, manifest } = finished();
    expect(readFinished(out, { keepDropped: false })).toEqual(manifest);
  });

  test.each([30, 0])('whose manifest was cut to %i bytes is none, and can be built again', (bytes) => {
    const { out } = finished();
    truncateSync(join(out, 'manifest.json'), bytes);
    expect(readFinished(out, { keepDropped: false })).toBeUndefined();
  });

  test.each(['manifest.json', 'README.md', 'report.html', 'data_config.json'])('without %s is none', (name) => {
    const { out } = finished();
    rmSync(join(out, name));
    expect(readFinished(out, { keepDropped: false })).toBeUndefined();
  });

  test('that was to keep its dropped rows is none without them', () => {
    const { out, manifest } = finished();
    expect(readFinished(out, { keepDropped: true })).toBeUndefined();
    mkdirSync(join(out, 'dropped', 'title-body'), { recursive: true });
    for (const name of ['filters', 'duplicates'])
      writeFileSync(join(out, 'dropped', 'title-body', `${name}.jsonl`), '');
    expect(readFinished(out, { keepDropped: true })).toEqual(manifest);
  });

  test('that lost a shard is none', () => {
    const { out, manifest } = finished();
    rmSync(join(out, manifest.shards[2]!.path));
    expect(readFinished(out, { keepDropped: false })).toBeUndefined();
  });

  test('of which a shard is shorter is none', () => {
    const { out, manifest } = finished();
    truncateSync(join(out, manifest.shards[0]!.path), 3);
    expect(readFinished(out, { keepDropped: false })).toBeUndefined();
  });
});
