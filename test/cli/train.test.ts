// The command that trains, with a stand-in for Python: the trainer itself is tested by test/trainer.
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { feed } from '../../src/read-feed.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, testFolder } from '../build/dataset.ts';
import { askedOf, standInPython } from '../doubles/python.ts';
import { type CliOptions, runCli, startCli } from './run-cli.ts';

const root = testFolder();
const dump = join(root, 'dump');
const TOKEN = 'hf_secret';

const built = join(root, 'built');

beforeAll(async () => {
  await writeSample(dump, { bytes: 200_000 });
  await buildFrom([dump], built);
});

/** A dataset, and a stand-in that is the only Python, in an empty folder. */
function place() {
  const folder = mkdtempSync(join(root, 'place-'));
  const dir = join(folder, 'pairs');
  cpSync(built, dir, { recursive: true });
  return { folder, dir, ...standInPython(join(folder, 'bin')) };
}

type Place = ReturnType<typeof place>;

const optionsOf = ({ folder, record }: Place, env: CliOptions['env'] = {}): CliOptions => ({
  cwd: folder,
  env: { PATH: join(folder, 'bin'), HOME: folder, RECORD: record, ...env },
});

const train = (at: Place, args: readonly string[] = [], env: CliOptions['env'] = {}) =>
  runCli(['train', 'pairs', ...args], optionsOf(at, env));

test('makes the feed that the preset asks for, and starts the trainer with it', async () => {
  const at = place();
  const { code, stdout, stderr } = await train(at, ['--', '--lr', '0.1', '--no-onnx']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const file = join(at.dir, 'feed.arrow');
  const own = ['--preset', 'smoke', '--out', `${at.dir}-smoke`, '--feed', file, '--batch', '4', '--steps', '0'];
  expect(askedOf(at.record).args).toEqual([at.dir, ...own, '--lr', '0.1', '--no-onnx']);
  expect(feed(at.dir).head.batch).toBe(4);
  expect(stdout).toBe(
    `${at.dir}-smoke: trained in 1:01, 1,235 tokens a second\n\non 40 held-out questions  before  after\nMRR@10                     0.125  0.500\n`,
  );
});

test('prints the result alone as JSON; what the trainer says goes to standard error, without the codes of a terminal', async () => {
  const at = place();
  const { stdout, stderr } = await train(at, ['--json']);
  expect(JSON.parse(stdout)).toMatchObject({ feed: { batch: 4 }, trained: { scores: { 'MRR@10': [0.125, 0.5] } } });
  expect(stderr).toContain('{"loss": 1.5} ');
  expect(stderr).not.toContain('\u001b[2J');
});

test('takes the feed that is there; makes it again once the dataset was built anew', async () => {
  const at = place();
  await train(at);
  expect(JSON.parse((await train(at, ['--json'])).stdout).feed).toBeUndefined();
  appendFileSync(join(at.dir, 'data_config.json'), ' ');
  expect(JSON.parse((await train(at, ['--json'])).stdout).feed).toMatchObject({ batch: 4 });
});

test('leaves a feed with other batches as it is', async () => {
  const at = place();
  await train(at);
  const { code, stderr } = await train(at, ['--batch', '8']);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /feed\.arrow: a feed with other batches; expected batches of 8 rows, found \d+ of 4\. Keep it/,
  );
  expect((await train(at, ['--batch', '8', '--steps', '3', '--feed', 'other.arrow'])).code).toBe(0);
  expect(feed(at.dir, { file: join(at.folder, 'other.arrow') })).toMatchObject({ head: { batch: 8 }, steps: 3 });
  const longer = await train(at, ['--batch', '8', '--steps', '4', '--feed', 'other.arrow']);
  expect(longer).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('expected 4 batches of 8 rows, found 3 of 8'),
  });
  writeFileSync(join(at.folder, 'notes'), 'mine');
  expect((await train(at, ['--feed', 'notes'])).code).toBe(1);
  expect(readFileSync(join(at.folder, 'notes'), 'utf8')).toBe('mine');
});

test('gives epochs instead of steps where they are asked for', async () => {
  const at = place();
  expect((await train(at, ['--preset', 'seed', '--batch', '4', '--epochs', '3'])).code).toBe(0);
  expect(askedOf(at.record).args).toEqual(expect.arrayContaining(['--preset', 'seed', '--steps', '0']));
});

describe('the token of the Hub', () => {
  const env = { HF_TOKEN: TOKEN, HUGGING_FACE_HUB_TOKEN: TOKEN };

  test('is not given to a trainer that uploads nothing', async () => {
    const at = place();
    await train(at, [], env);
    const asked = askedOf(at.record);
    expect(JSON.stringify(asked)).not.toContain(TOKEN);
    expect(asked.env.HF_HUB_DISABLE_IMPLICIT_TOKEN).toBe('1');
  });

  test('is given to one that does, by its environment alone', async () => {
    const at = place();
    const { stdout, stderr } = await train(at, ['--push', 'me/model', '--private'], env);
    const { args, env: given } = askedOf(at.record);
    expect(args).toEqual(expect.arrayContaining(['--push=me/model', '--private']));
    expect(given.HF_TOKEN).toBe(TOKEN);
    expect(args.join() + stdout + stderr).not.toContain(TOKEN);
  });

  test('is asked for before anything is done', async () => {
    const at = place();
    expect(await train(at, ['--push', 'me/model'], { HF_TOKEN: '' })).toMatchObject({ code: 2 });
    expect(existsSync(join(at.dir, 'feed.arrow'))).toBe(false);
  });
});

test.each<[string, RegExp]>([
  ['old', /expected Python 3\.11 or newer, found 3\.9\.2/],
  ['lacking', /expected onnx [\d.]+, torch [\d.]+, found none, 1\.0\.0\. Make an environment .*--setup/],
  ['broken', /expected a Python that runs, found exit code 3/],
  ['chatty', /expected a Python that runs, found another answer/],
])('a Python that is %s is told, and nothing is made', async (mode, words) => {
  const at = place();
  const { code, stderr } = await train(at, [], { STAND_IN: mode });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(words) });
  expect(existsSync(join(at.dir, 'feed.arrow'))).toBe(false);
});

test('no Python at all is told, and one that is not there or may not be started', async () => {
  const at = place();
  expect(await train(at, [], { PATH: '/nowhere' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no Python'),
  });
  for (const python of ['./none', 'pairs/manifest.json', './pairs']) {
    const { code, stderr } = await train(at, ['--python', python]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('expected a program that starts') });
  }
});

test.each<[string, number, RegExp]>([
  ['failing', 1, /ended before its time; found exit code 1\. What it says stands above/],
  ['usage', 2, /asked for what it cannot do/],
  ['killed', 1, /found SIGKILL\. .*--batch/],
])('a trainer that ends %s gives exit code %i', async (mode, code, words) => {
  expect(await train(place(), [], { STAND_IN: mode })).toMatchObject({
    code,
    stderr: expect.stringMatching(words),
  });
});

test('a model without held-out questions, and one that is not finished, are told', async () => {
  const at = place();
  expect((await train(at, [], { STAND_IN: 'unscored' })).stdout).toContain('Not scored: the dataset has no test rows');
  expect(await train(at, ['--', '--stop-at', '2'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Stopped at/),
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s is passed on, and the trainer waited for', async (signal, code) => {
  const at = place();
  const { child, ended } = startCli(['train', 'pairs'], optionsOf(at, { STAND_IN: 'waiting' }));
  child.stderr!.on('data', (text: string) => {
    if (text.includes('loss')) child.kill(signal);
  });
  expect(await ended).toMatchObject({ code, stderr: expect.stringContaining('stopped; the same command resumes') });
  expect(askedOf(at.record).signal).toBe(signal);
});

describe('set-up', () => {
  test('makes an environment, which is taken from then on', async () => {
    const at = place();
    expect(await runCli(['train', '--setup'], optionsOf(at))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The trainer has what it needs'),
    });
    const [venv, pip] = readFileSync(at.record, 'utf8').trim().split('\n');
    expect(venv).toBe(`venv ${join(at.folder, '.venv')}`);
    expect(pip).toMatch(/^pip install .* -r .*trainer\/requirements\.txt$/);
    const { stderr } = await train(at);
    expect(stderr).toContain(`training with ${join(at.folder, '.venv', 'bin', 'python')}\n`);
  });

  test('is not begun for a folder that cannot be trained on', async () => {
    const at = place();
    const failed = await runCli(['train', 'nowhere', '--setup'], optionsOf(at));
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('no manifest here') });
    expect(existsSync(join(at.folder, '.venv'))).toBe(false);
  });

  test('goes on where it failed, and says what failed', async () => {
    const at = place();
    const failed = await runCli(['train', '--setup', '--venv', 'e'], optionsOf(at, { STAND_IN: 'no pip' }));
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('pip failed; expected exit code 0, found 1'),
    });
    expect((await train(at, ['--setup', '--venv', 'e'])).code).toBe(0);
  });

  test('leaves an environment of somebody’s own alone', async () => {
    const at = place();
    mkdirSync(join(at.folder, '.venv'));
    const { code, stderr } = await train(at, ['--setup']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('not an environment that --setup made'),
    });
    expect((await train(at)).stderr).toContain(`training with ${at.python.split('/').at(-1)}\n`);
  });
});

test('uv is taken where it is, with the versions of the trainer', async () => {
  const at = place();
  const uv = `#!${process.execPath}\nconst { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
if (args[0] === 'run') process.exit(spawnSync(process.env.PYTHON, args.slice(args.indexOf('python') + 1), { stdio: 'inherit' }).status);\n`;
  writeFileSync(join(at.folder, 'bin', 'uv'), uv, { mode: 0o755 });
  const { code, stderr } = await train(at, [], { PYTHON: at.python });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toMatch(
    /training with uv run --no-project --python >=3\.11 --with-requirements .*requirements\.txt python\n/,
  );
});

test.each<[string, string[], RegExp]>([
  ['no dataset', [], /missing required argument 'dir'/],
  ['a preset there is none of', ['pairs', '--preset', 'huge'], /Allowed choices are seed, modern, smoke/],
  ['steps and epochs', ['pairs', '--steps', '2', '--epochs', '2'], /cannot be used with option '--steps/],
  ['two datasets', ['pairs', 'others'], /one folder is trained on; expected flags behind --, found others/],
  [
    'a flag of the command behind --',
    ['pairs', '--', '--batch=8'],
    /--batch=8 is a flag of this command\. Give it before --/,
  ],
  ['batches that are larger than the dataset', ['pairs', '--batch', '100000'], /no batch can be made/],
])('%s is wrong usage', async (_, args, words) => {
  const at = place();
  const { code, stderr } = await runCli(['train', ...args], optionsOf(at));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
});

test('what is no finished build is told before Python is looked for', async () => {
  const at = place();
  const { code, stderr } = await runCli(['train', '.'], optionsOf(at, { PATH: '/nowhere' }));
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('manifest.json') });
});
