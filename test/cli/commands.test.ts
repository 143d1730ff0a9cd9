// Each command as a person or a program meets it: what it prints, where, and how it ends.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { runCli, startCli } from './run-cli.ts';

const root = testFolder();
const ALL_TRAIN = join(root, 'all-train.ts');
const dump = join(root, 'dump');
const out = join(root, 'out');

// Cursor movement, a screen title, a C1 control, a bell, right-to-left override, line and paragraph separators.
const HOSTILE = '\u001b[2J\u001b]0;pwned\u0007\u009b31m\u202egnol\u2066\u2028\u2029\u0085';
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
const LONG = `${'long '.repeat(2000)}end`;

beforeAll(async () => {
  writeFileSync(
    ALL_TRAIN,
    "import { definePipeline, titleBody } from 'stackpairs';\nexport default definePipeline({ name: 'all', pairs: [titleBody()] });\n",
  );
  const evil = HOSTILE.replaceAll('\u001b', '&#x1B;').replaceAll('\u0007', '&#x7;');
  writeDump(dump, {
    bells: [
      { id: 1, title: `Which ${HOSTILE} bell?`.replaceAll('\u001b', '').replaceAll('\u0007', ''), votes: 5 },
      { id: 2, tags: ['a\u202eb', 'c'], more: `OwnerDisplayName="${evil}"`, votes: -4 },
      { id: 3, body: `<p>${LONG}</p>` },
      { id: 4 },
    ],
    lanterns: [
      { id: 4, title: 'How do I light lantern number 4?' },
      { id: 1_000_000_001, owner: -1, title: `Planted ${'\u202e'}row` },
    ],
  });
  const { code, stderr } = await runCli([
    'run',
    UNFILTERED,
    '--dumps',
    dump,
    '--out',
    out,
    '--keep-dropped',
    '--threads',
    '0',
  ]);
  expect(code, stderr).toBe(0);
});

const only = (text: string): unknown => {
  expect(text).toMatch(/^[^\n]*\n$/);
  return JSON.parse(text);
};

describe('run', () => {
  const again = ['run', UNFILTERED, '--dumps', dump, '--out', out, '--keep-dropped'];

  test('sums up what became of the rows, and what to do next', async () => {
    const { stdout } = await runCli(again);
    expect(stdout).toMatch(/^4 pairs of 6 rows from 2 dumps in \d+\.\d s: /);
    expect(stdout).toMatch(/^- planted_post +1$/m);
    expect(stdout).toMatch(/^- duplicate_pair +1$/m);
    expect(stdout).toContain(`build-dataset verify ${out}`);
  });

  test('prints one JSON document on stdout with --json, and nothing else', async () => {
    const { code, stdout } = await runCli([...again, '--json']);
    expect(code).toBe(0);
    expect(only(stdout)).toMatchObject({
      books: [
        { rows: 4, kept: 4 },
        { rows: 2, kept: 0 },
      ],
      shards: expect.any(Number),
    });
  });

  test('prints nothing on stdout when it fails, --json or not', async () => {
    const { code, stdout } = await runCli([...again, '--json', '--limit', '1']);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('says that it builds from the embedded sample when no dumps are given', async () => {
    const folder = join(root, 'embedded');
    const { code, stderr, stdout } = await runCli([
      'run',
      '--out',
      folder,
      '--json',
      '--limit',
      '100',
      '--threads',
      '0',
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^no --dumps given: building from the embedded synthetic sample\n/);
    expect(stderr).not.toContain('\u001b');
    expect(only(stdout)).toMatchObject({ books: [{ rows: 100 }, { rows: 100 }, { rows: 100 }] });
  });

  test('says that an empty dataset is empty', async () => {
    const args = ['run', '--dumps', dump, '--out', join(root, 'none'), '--since', '2030-01-01', '--threads', '0'];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toContain('No pair is left');
  });

  test('builds only some sites when told so', async () => {
    const args = [
      'run',
      '--dumps',
      dump,
      '--out',
      join(root, 'some'),
      '--sites',
      'lanterns',
      '--json',
      '--threads',
      '0',
    ];
    expect(only((await runCli(args)).stdout)).toMatchObject({ books: [{ file: 'lanterns/Posts.xml' }] });
  });

  test.each(['0', '2'])(
    'stops at the first damaged row with --strict and %s threads, and says where it is',
    async (threads) => {
      const folder = join(root, `damaged-${threads}`);
      writeDump(folder, { bells: [{ id: 1 }, { id: 2 }, { id: 3 }], lanterns: [{ id: 4 }] });
      const path = join(folder, 'bells', 'Posts.xml');
      const xml = readFileSync(path, 'utf8').replace('Id="2"', 'Id="two"');
      writeFileSync(path, xml);
      const args = ['run', '--dumps', folder, '--out', join(folder, 'out'), '--threads', threads, '--strict'];
      const { code, stdout, stderr } = await runCli(args);
      const byte = Buffer.byteLength(xml.slice(0, xml.indexOf('<row Id="two"')));
      expect(stderr).toContain(`bells/Posts.xml row 2, byte ${byte}: malformed_row: Id is "two"`);
      expect([code, stdout]).toEqual([1, '']);
    },
  );

  test('stops at a truncated file with --strict', async () => {
    const folder = writeDump(join(root, 'cut'), { bells: [{ id: 1 }] });
    const path = join(folder, 'bells', 'Posts.xml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('</posts>', ''));
    const args = ['run', '--dumps', folder, '--out', join(folder, 'out'), '--threads', '0', '--strict'];
    const { code, stderr } = await runCli(args);
    expect(stderr).toMatch(/bells\/Posts\.xml: truncated_file: .*expected an end of <\/posts>/);
    expect(code).toBe(1);
  });

  test('reads standard input', async () => {
    const stdin = readFileSync(join(dump, 'bells', 'Posts.xml'));
    const args = [
      'run',
      UNFILTERED,
      '--dumps',
      '-',
      '--site',
      'bells',
      '--out',
      join(root, 'piped'),
      '--json',
      '--threads',
      '0',
    ];
    expect(only((await runCli(args, { stdin })).stdout)).toMatchObject({ books: [{ file: '-', rows: 4, kept: 4 }] });
  });

  test('is stopped while it waits for standard input', async () => {
    const folder = join(root, 'waiting');
    const args = ['run', '--dumps', '-', '--site', 'bells', '--out', folder, '--threads', '0'];
    const { child, ended } = startCli(args, { stdin: 'open' });
    while (!readable(folder).includes('.work')) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });
});

function readable(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

describe('verify', () => {
  test('lists its checks, for people and for programs', async () => {
    const [text, json] = await Promise.all([runCli(['verify', out]), runCli(['verify', out, '--json'])]);
    expect([text.code, text.stderr, json.code, json.stderr]).toEqual([0, '', 0, '']);
    expect(text.stdout).toMatch(/^(ok {4}.*\n){14}verified\n$/);
    expect(only(json.stdout)).toMatchObject({ checks: expect.any(Array), faults: [] });
  });

  test('ends with exit code 1 and names the fault when there is one', async () => {
    const folder = join(root, 'faulty');
    await buildFrom([dump], folder, { pipeline: UNFILTERED });
    rmSync(join(folder, 'data_config.json'));
    const { code, stdout, stderr } = await runCli(['verify', folder, '--json']);
    expect(only(stdout)).toMatchObject({ faults: ['data_config.json: missing'] });
    expect(stderr).toMatch(/the build is not what its manifest says\. Remove the files at fault/);
    expect(code).toBe(1);
  });
});

describe('inspect', () => {
  test('shows counts, reasons, rows and dropped rows', async () => {
    const { code, stdout } = await runCli(['inspect', out, '--rows', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^bells\/Posts\.xml, title-body$/m);
    expect(stdout).toMatch(/^- planted_post +1$/m);
    for (const title of [
      'random rows',
      'shortest rows',
      'longest rows',
      'fewest votes rows',
      'dropped as planted_post',
    ]) {
      expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    }
    expect(stdout).toMatch(/bells 2, -4 votes/);
  });

  test('shows the same random rows for the same seed', async () => {
    const look = (seed: string) => runCli(['inspect', out, '--json', '--rows', '2', '--seed', seed]);
    const [first, second] = await Promise.all([look('5'), look('5')]);
    expect(second.stdout).toBe(first.stdout);
    const { configs, books, dropped } = only(first.stdout) as Record<string, { random: unknown[]; worst: object }[]>;
    expect(configs![0]!.random.length).toBe(2);
    expect([books!.length, dropped!.length]).toEqual([2, 1]);
  });
});

describe.each([
  ['inspect', []],
  ['trace', ['title-body', 'train', '1']],
])('%s does not pass over provenance', (command, args) => {
  const folder = join(root, `short-${command}`);
  let provenance: string;
  beforeAll(async () => {
    const questions = [{ id: 1 }, { id: 2 }, { id: 3 }];
    await buildFrom([writeDump(`${folder}-dump`, { bells: questions })], folder, { pipeline: ALL_TRAIN });
    provenance = join(folder, 'provenance', 'title-body', 'train-00000-of-00001.arrow');
  });

  test('of fewer rows than there are', async () => {
    await buildFrom([writeDump(`${folder}-one`, { bells: [{ id: 1 }] })], `${folder}-less`, { pipeline: ALL_TRAIN });
    cpSync(provenance.replace(folder, `${folder}-less`), provenance);
    const { code, stderr } = await runCli([command, folder, ...args]);
    expect(stderr).toMatch(/provenance\/title-body\/train\S+: it has not as many rows as its data shard/);
    expect(code).toBe(1);
  });

  test('that is gone', async () => {
    rmSync(provenance);
    const { code, stderr } = await runCli([command, folder, ...args]);
    expect(stderr).toMatch(/not a whole shard; expected a file, found ENOENT/);
    expect(code).toBe(1);
  });
});

describe('trace', () => {
  const row = () => rowsIn(out).find(({ provenance }) => provenance.questionId === 2)!;

  test('leads from a row to its post', async () => {
    const { split, row: number } = row();
    const { code, stdout } = await runCli(['trace', out, 'title-body', split, String(number)]);
    expect(code).toBe(0);
    expect(stdout).toContain('title: How do I light lantern number 2?');
    expect(stdout).toMatch(/^site bells, question 2, -4 votes, tags a.b c$/m);
    expect(stdout).toMatch(
      /^question https:\/\/bells\/q\/2 by .*, CC BY-SA 4\.0 \(derived from its dates\), 2020-02-03T04:05:06\.789Z$/m,
    );
  });

  test.each<[string, string[], RegExp]>([
    ['row', ['title-body', 'train', '99'], /there is no row 99; expected a row of the split, from 0, found \d+ rows/],
    ['split', ['title-body', 'dev', '0'], /found no rows of title-body dev/],
    ['config', ['body-title', 'train', '0'], /there is no such data config; expected title-body, found body-title/],
  ])('of a %s that is not there is wrong usage', async (_, args, message) => {
    const { code, stderr } = await runCli(['trace', out, ...args]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('text of posts', () => {
  test('never moves the cursor, changes colours or turns the direction of a terminal', async () => {
    const traced = rowsIn(out).map(({ split, row }) => ['trace', out, 'title-body', split, String(row)]);
    const commands = [['inspect', out], ['inspect', out, '--json'], ...traced, [...traced[1]!, '--json']];
    for (const args of commands) {
      const { stdout, stderr } = await runCli(args);
      expect(`${args[0]} ${RAW.exec(stdout + stderr)?.index}`).toBe(`${args[0]} undefined`);
    }
  });

  test('is cut to a line in a table, and whole in JSON', async () => {
    const text = await runCli(['inspect', out, '--rows', '9']);
    expect(Math.max(...text.stdout.split('\n').map((line) => line.length))).toBeLessThan(130);
    const json = await runCli(['inspect', out, '--rows', '9', '--json']);
    expect(json.stdout).toContain('long end');
  });

  test('that stands in a message about a damaged row is made harmless too', async () => {
    const folder = writeDump(join(root, 'hostile'), { bells: [{ id: 1, more: 'ClosedDate="\u202e\u009b2Jnever"' }] });
    const args = ['run', '--dumps', folder, '--out', join(folder, 'out'), '--threads', '0', '--strict'];
    const { code, stderr } = await runCli(args);
    expect(stderr).toContain('malformed_row');
    expect(stderr).not.toMatch(RAW);
    expect(code).toBe(1);
  });
});

describe('clean', () => {
  test('frees the work folder, after which a run is done at once and another plan is still refused', async () => {
    const folder = join(root, 'cleaned');
    await buildFrom([dump], folder, { pipeline: UNFILTERED });
    const before = digestsOf(folder);
    const { code, stdout } = await runCli(['clean', folder, '--json']);
    expect(code).toBe(0);
    expect((only(stdout) as { freed: number }).freed).toBeGreaterThan(0);
    expect(readdirSync(join(folder, '.work'))).toEqual(['plan.json']);
    const seen: unknown[] = [];
    await buildFrom([dump], folder, { pipeline: UNFILTERED, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([]);
    await expect(buildFrom([dump], folder)).rejects.toThrow(/another plan/);
    expect(digestsOf(folder)).toEqual(before);
  });
});

describe('sample', () => {
  const digests = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(xml|json)$/.test(path))
      .sort()
      .map(
        (path) =>
          `${path} ${createHash('sha256')
            .update(readFileSync(join(folder, path)))
            .digest('hex')}`,
      );

  test('writes the same bytes for the same seed, and others for another', async () => {
    const write = (folder: string, seed: string) =>
      runCli(['sample', join(root, folder), '--size', '300kB', '--seed', seed, '--json']);
    const [one, two, three] = await Promise.all([write('one', '1'), write('two', '1'), write('three', '3')]);
    expect([one.code, two.code, three.code]).toEqual([0, 0, 0]);
    expect(two.stdout).toBe(one.stdout);
    expect(only(one.stdout)).toMatchObject({ seed: 1, sites: [{ site: 'lanterns.stackexchange.example' }, {}, {}] });
    expect(digests(join(root, 'two'))).toEqual(digests(join(root, 'one')));
    expect(digests(join(root, 'three'))).not.toEqual(digests(join(root, 'one')));
  });
});

describe('output that nobody reads to its end', () => {
  test.each([
    ['stdout', ['inspect', out, '--rows', '1000', '--json']],
    ['stderr', ['run', '--dumps', join(root, 'nowhere')]],
  ] as const)('a closed %s is no crash', async (stream, args) => {
    const { child, ended } = startCli(args);
    child[stream]!.destroy();
    const { code, stdout, stderr } = await ended;
    expect(stdout + stderr).not.toContain('bug');
    expect([0, 2]).toContain(code);
  });
});
