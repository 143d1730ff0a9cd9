// Posts taken out of finished datasets, and left out of builds.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspect } from '../../src/inspect.ts';
import { balance } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { readForeign } from '../../src/read-foreign.ts';
import { writeSample } from '../../src/sample/index.ts';
import { takedown } from '../../src/takedown.ts';
import { trace } from '../../src/trace.ts';
import { verify } from '../../src/verify.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { writeDump } from './dump.ts';
import { listFile } from './list-file.ts';

const root = testFolder();
const dump = join(root, 'dump');
const good = join(root, 'good');
let copies = 0;

beforeAll(async () => {
  await writeSample(dump, { bytes: 700_000 });
  await buildFrom([dump], good, { keepDropped: true });
});

function copy(of = good): string {
  const out = join(root, `copy-${copies++}`);
  cpSync(of, out, { recursive: true });
  return out;
}

const listOf = (...lines: readonly string[]) => listFile(root, ...lines);

const take = (out: string, lines: readonly string[], onStep?: (step: string) => void) =>
  takedown(out, { ids: listOf(...lines), temporary: tmpdir(), onStep });

const namesIn = (out: string) => rowsIn(out).map(({ provenance }) => `${provenance.site}/${provenance.questionId}`);

/** Every file of a dataset in which a text stands. */
function filesWith(out: string, text: string): string[] {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
    .map((path) => path.slice(out.length + 1))
    .sort();
}

async function expectWhole(out: string): Promise<void> {
  expect((await verify(out)).faults).toEqual([]);
  const manifest = readManifest(out);
  expect(manifest.books.map(balance)).toEqual(manifest.books.map(() => 0));
  expect(existsSync(join(out, '.next'))).toBe(false);
  await inspect(out, { rows: 2, seed: 1 });
}

/** Names of rows spread over the dataset. */
const someOf = (out: string, every: number) => namesIn(out).filter((_, index) => index % every === 3);

describe('a takedown', () => {
  test('takes out the posts of the list and nothing else', async () => {
    const out = copy();
    const lines = someOf(out, 50);
    const { rows, added } = await take(out, lines);
    expect(rows).toBe(lines.length);
    expect(added).toEqual(lines.toSorted());
    expect(rowsIn(out).map(({ texts, provenance }) => ({ texts, provenance }))).toEqual(
      rowsIn(good)
        .filter(({ provenance: { site, questionId } }) => !lines.includes(`${site}/${questionId}`))
        .map(({ texts, provenance }) => ({ texts, provenance })),
    );
    await expectWhole(out);
    expect(readManifest(out).takedowns).toEqual(lines.toSorted());
  });

  test('counts them as taken_down, for the file they came from', async () => {
    const out = copy();
    const lines = someOf(out, 50);
    const { manifest } = await take(out, lines);
    for (const [index, { site, file }] of manifest.inputs.entries()) {
      const own = lines.filter((name) => name.startsWith(`${site}/`)).length;
      const [before, after] = [readManifest(good).books[index]!, manifest.books[index]!];
      expect(after.file).toBe(file);
      expect(after.dropped.taken_down ?? 0).toBe(own);
      expect(after.kept).toBe(before.kept - own);
      expect(after.rows).toBe(before.rows);
    }
  });

  test('writes no shard anew in which none of them is, and removes the work folder', async () => {
    const out = copy();
    const [name] = namesIn(out).slice(-1);
    const { rewritten } = await take(out, [name!]);
    expect(rewritten.length).toBe(2);
    const [before, after] = [digestsOf(good), digestsOf(out)];
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed.filter((file) => /^(data|provenance)\//.test(file))).toEqual(rewritten.toSorted());
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(existsSync(join(out, '.work'))).toBe(false);
  });

  test('changes nothing the second time, and says so', async () => {
    const out = copy();
    const lines = someOf(out, 70);
    await take(out, lines);
    const before = digestsOf(out);
    const again = await take(out, lines.toReversed());
    expect(again).toMatchObject({ added: [], rows: 0, rewritten: [], gone: [], resumed: false });
    expect(digestsOf(out)).toEqual(before);
  });

  test('of two lists one after the other is that of both at once, in either order', async () => {
    const [both, onward, backward] = [copy(), copy(), copy()];
    const [a, b] = [someOf(good, 40), someOf(good, 30)];
    await take(both, [...a, ...b]);
    for (const lines of [a, b]) await take(onward, lines);
    for (const lines of [b, a]) await take(backward, lines);
    expect(digestsOf(onward)).toEqual(digestsOf(both));
    expect(digestsOf(backward)).toEqual(digestsOf(both));
  });

  test('lists ids that are in no row, for later builds, and leaves out what is of other sites', async () => {
    const out = copy();
    const { site } = readManifest(out).inputs[0]!;
    const done = await take(out, [`${site}/2000000000`, 'elsewhere/1', `${site}/user/2000000000`]);
    expect(done).toMatchObject({ rows: 0, rewritten: [], elsewhere: 1 });
    expect(readManifest(out).takedowns).toEqual([`${site}/2000000000`, `${site}/user/2000000000`]);
    expect(digestsOf(out, 'data')).toEqual(digestsOf(good, 'data'));
    await expectWhole(out);
  });

  test('of a dataset in the order of the original one leaves that order', async () => {
    const out = join(root, 'seed-order');
    await buildFrom([dump], out, {
      pipeline: fileURLToPath(new URL('../../pipelines/seed-compat.ts', import.meta.url)),
    });
    const before = namesIn(out);
    await take(out, [before[3]!]);
    expect(namesIn(out)).toEqual(before.filter((name) => name !== before[3]));
    await expectWhole(out);
  });

  test('of other sites only changes nothing', async () => {
    const out = copy();
    expect(await take(out, ['elsewhere/1'])).toMatchObject({ added: [], elsewhere: 1 });
    expect(digestsOf(out)).toEqual(digestsOf(good));
    expect(existsSync(join(out, '.work'))).toBe(true);
  });

  test('takes out a user with all posts', async () => {
    const out = copy();
    const owned = new Map<string, number>();
    for (const { provenance } of rowsIn(out)) {
      const name = `${provenance.site}/user/${provenance.posts[0]!.authorId}`;
      owned.set(name, (owned.get(name) ?? 0) + 1);
    }
    const [[name, posts]] = [...owned].sort(([, a], [, b]) => b - a) as [[string, number]];
    const { rows } = await take(out, [name]);
    expect(rows).toBe(posts);
    await expectWhole(out);
  });

  test('leaves rows that can be traced', async () => {
    const out = copy();
    const lines = someOf(out, 9);
    await take(out, lines);
    const rows = rowsIn(out);
    for (const { split, row } of [rows[0]!, rows[20]!, rows.at(-1)!]) {
      const found = await trace(out, { config: 'title-body', split, row });
      expect(lines).not.toContain(`${found.provenance.site}/${found.provenance.questionId}`);
    }
  });

  test('of all rows of a side leaves it out everywhere', async () => {
    const out = copy();
    const lines = rowsIn(out).flatMap(({ split, provenance: { site, questionId } }) =>
      split === 'validation' ? [`${site}/${questionId}`] : [],
    );
    const { gone } = await take(out, lines);
    expect(gone.length).toBeGreaterThan(0);
    expect(readManifest(out).splits['title-body']).not.toHaveProperty('validation');
    expect(readFileSync(join(out, 'README.md'), 'utf8')).not.toContain('validation-*');
    await expectWhole(out);
  });

  test('of all rows leaves a dataset without any', async () => {
    const out = copy();
    await take(out, namesIn(out));
    expect(rowsIn(out)).toEqual([]);
    expect(readManifest(out)).toMatchObject({ shards: [], licenses: {} });
    expect(JSON.parse(readFileSync(join(out, 'data_config.json'), 'utf8'))).toEqual([]);
    await expectWhole(out);
    expect(await take(out, namesIn(good))).toMatchObject({ added: [] });
  });

  test('refuses a shard that was changed, and leaves everything as it is', async () => {
    const out = copy();
    const [shard] = readManifest(out).shards;
    const bytes = readFileSync(join(out, shard!.path));
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(join(out, shard!.path), bytes);
    const before = digestsOf(out);
    await expect(take(out, namesIn(good).slice(0, 1))).rejects.toThrow(/SHA-256 is not the manifest/);
    expect(digestsOf(out)).toEqual(before);
  });

  test('refuses a report that was changed', async () => {
    const out = copy();
    writeFileSync(join(out, 'report.html'), 'nothing');
    await expect(take(out, namesIn(good).slice(0, 1))).rejects.toThrow(/report is not as it was written/);
  });

  test('refuses a bad list before anything else', async () => {
    const out = copy();
    await expect(take(out, [namesIn(out)[0]!, 'what?'])).rejects.toThrow(/line 2: no post and no user/);
    expect(digestsOf(out)).toEqual(digestsOf(good));
  });

  test('refuses a folder without a dataset', async () => {
    await expect(take(join(root, 'nowhere'), ['a/1'])).rejects.toThrow(/no manifest here/);
  });
});

describe('a takedown that is killed', () => {
  const lines = () => [...someOf(good, 45), ...namesIn(good).slice(0, 30)];
  const steps: string[] = [];
  let whole: Record<string, string>;

  beforeAll(async () => {
    const out = copy();
    await take(out, lines(), (step) => steps.push(step));
    whole = digestsOf(out);
  });

  test('before its journal has changed nothing', async () => {
    expect(steps[0]).toBe('journal');
    const out = copy();
    const stop = (step: string) => {
      if (step === 'journal') throw new Error('killed');
    };
    await expect(take(out, lines(), stop)).rejects.toThrow('killed');
    expect(digestsOf(out)).toEqual(digestsOf(good));
    expect((await verify(out)).faults).toEqual([]);
  });

  test('while it wrote, is begun anew', async () => {
    const out = copy();
    cpSync(join(good, 'data'), join(out, '.next', 'files', 'data'), { recursive: true });
    expect((await verify(out)).faults).toEqual([]);
    await take(out, lines());
    expect(digestsOf(out)).toEqual(whole);
  });

  test('at any later step says what to do, and is finished by the same command', async () => {
    for (let at = 1; at < steps.length; at++) {
      const out = copy();
      let step = 0;
      const stop = () => {
        if (step++ === at) throw new Error('killed');
      };
      await expect(take(out, lines(), stop)).rejects.toThrow('killed');
      if (steps[at] !== 'clear') {
        await expect(verify(out)).rejects.toThrow(
          /a change of the dataset was cut off here.*Run the same command again/,
        );
        await expect(readForeign(out).next()).rejects.toThrow(/a change of the dataset was cut off here/);
        await expect(buildFrom([dump], out, { keepDropped: true })).rejects.toThrow(
          /a change of the dataset was cut off here/,
        );
      }
      const done = await take(out, lines());
      expect(done).toMatchObject({ resumed: steps[at] !== 'clear', added: [] });
      expect(digestsOf(out)).toEqual(whole);
      expect(existsSync(join(out, '.work'))).toBe(false);
    }
  });

  test('twice, at any two steps, is finished all the same', async () => {
    for (let at = 1; at < steps.length - 1; at += 3) {
      const out = copy();
      for (const last of [at, 1]) {
        let step = 0;
        const stop = () => {
          if (step++ === last) throw new Error('killed');
        };
        await expect(take(out, lines(), stop)).rejects.toThrow('killed');
      }
      await take(out, lines());
      expect(digestsOf(out)).toEqual(whole);
    }
  });
});

describe('what is left of a removed row', () => {
  const SECRET = 'zyzzyva';
  const dumpOfSecrets = join(root, 'secrets');

  beforeAll(() => {
    const body = `<p>My ${SECRET} body, which is long enough.</p>`;
    const secret = { title: `My ${SECRET} title`, body, owner: 99, more: `OwnerDisplayName="${SECRET}"` };
    writeDump(dumpOfSecrets, {
      bells: [{ id: 1, ...secret }, { id: 2 }, { id: 3, ...secret, votes: 0 }],
      lanterns: [{ id: 1, title: 'Another one' }, { id: 8, title: SECRET, body: '', owner: 99 }, { id: 9 }],
    });
  });

  test('is nothing, in the report, the card, lists of dropped rows or anywhere', async () => {
    const out = join(root, 'secret');
    await buildFrom([dumpOfSecrets], out, { pipeline: UNFILTERED, keepDropped: true });
    expect(filesWith(out, SECRET).length).toBeGreaterThan(5);
    await take(out, ['bells/1', 'bells/3', 'lanterns/8']);
    expect(filesWith(out, SECRET)).toEqual([]);
    await expectWhole(out);
  });

  test('is nothing when the user is named', async () => {
    const out = join(root, 'secret-user');
    await buildFrom([dumpOfSecrets], out, { pipeline: UNFILTERED, keepDropped: true });
    await take(out, ['bells/user/99', 'lanterns/user/99']);
    expect(filesWith(out, SECRET)).toEqual([]);
    await expectWhole(out);
  });

  test.each(['report', 'drop'] as const)('is no line about a benchmark it is in (%s)', async (contamination) => {
    const out = join(root, `hits-${contamination}`);
    const title = `My ${SECRET} title`;
    const bench = writeSet(join(root, `bench-${contamination}`), {
      'corpus.jsonl': [{ _id: 'a', title, text: 'a' }],
      'queries.jsonl': [{ _id: 'b', text: 'How do I light lantern number 9?' }],
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nb\ta\t1\n',
    });
    await buildFrom([dumpOfSecrets], out, { pipeline: UNFILTERED, benchmarks: [bench], contamination });
    const hits = () => readFileSync(join(out, 'contamination.jsonl'), 'utf8').split('\n').slice(0, -1).length;
    const before = hits();
    expect(filesWith(out, SECRET)).toContain('contamination.jsonl');
    const { manifest } = await take(out, ['bells/user/99', 'lanterns/user/99']);
    expect(filesWith(out, SECRET)).toEqual([]);
    expect(hits()).toBeLessThan(before);
    expect(hits()).toBeGreaterThan(0);
    const { benchmarks, report } = manifest.contamination!;
    expect(report.hits).toBe(hits());
    expect(Object.values(benchmarks[0]!.hits).reduce((sum, rows) => sum + rows, 0)).toBe(hits());
    expect(report.bytes).toBe(readFileSync(join(out, 'contamination.jsonl')).length);
    await expectWhole(out);
  });

  test('is nothing in a build with the list, its work folder included', async () => {
    for (const [threads, keepDropped] of [
      [0, true],
      [2, true],
      [0, false],
    ] as const) {
      const out = join(root, `never-${threads}-${keepDropped}`);
      const takedowns = listOf('bells/user/99', 'lanterns/user/99');
      await buildFrom([dumpOfSecrets], out, { pipeline: UNFILTERED, keepDropped, takedowns, threads });
      expect(filesWith(out, SECRET)).toEqual([]);
      await expectWhole(out);
    }
  });
});

describe('a build with a list', () => {
  test('has the rows and books of one without it from which they were taken out', async () => {
    const lines = someOf(good, 25);
    const taken = copy();
    await take(taken, lines);
    for (const kernel of ['wasm', 'js'] as const) {
      const out = join(root, `built-${kernel}`);
      const manifest = await buildFrom([dump], out, { takedowns: listOf(...lines), kernel });
      const all = (dir: string) =>
        rowsIn(dir).map(({ texts, provenance: { cluster: _, ...rest } }) => ({ texts, ...rest }));
      const copied = new Set(rowsIn(good).map(({ provenance }) => provenance.cluster));
      expect(copied.size).toBe(rowsIn(good).length);
      // Of a removed row that had copies, one of them stays.
      const expected = new Set(all(taken).map(({ fingerprint }) => fingerprint));
      expect(all(out).filter(({ fingerprint }) => expected.has(fingerprint))).toEqual(all(taken));
      expect(manifest.takedowns).toEqual(readManifest(taken).takedowns);
      await expectWhole(out);
      expect(await take(out, lines)).toMatchObject({ added: [] });
    }
    expect(digestsOf(join(root, 'built-wasm'))).toEqual(digestsOf(join(root, 'built-js')));
  });

  test('is of another plan than one without it, or with another list, but not with lines of other sites', async () => {
    const out = join(root, 'planned');
    const [a, b] = someOf(good, 60) as [string, string];
    await buildFrom([dump], out, { takedowns: listOf(a) });
    const before = digestsOf(out);
    await buildFrom([dump], out, { takedowns: listOf(`# again`, 'elsewhere/5', a, a) });
    expect(digestsOf(out)).toEqual(before);
    await expect(buildFrom([dump], out)).rejects.toThrow(/another plan \(takedowns\)/);
    await expect(buildFrom([dump], out, { takedowns: listOf(a, b) })).rejects.toThrow(/another plan \(takedowns\)/);
  });

  test('an empty list is as none', async () => {
    const out = join(root, 'empty-list');
    await buildFrom([dump], out, { takedowns: listOf('# nobody'), keepDropped: true });
    expect(digestsOf(out)).toEqual(digestsOf(good));
  });
});
