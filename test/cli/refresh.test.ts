// `refresh` as a schedule meets it: exit codes, two at once, and kill -9 at any moment.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { digestsOf, testFolder, UNFILTERED } from '../build/dataset.ts';
import { type Archive, openArchive } from '../doubles/archive/archive.ts';
import { gate } from '../doubles/archive/faults.ts';
import { TOKEN } from '../doubles/hub/open-hub.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { expectedOf, filesAt, hubDouble, REPO } from '../publish/published.ts';
import { filesOf, JUNE, MARCH, questions } from '../refresh/dumps.ts';
import { runCli, startCli } from './run-cli.ts';

const KILLS = 20;
const root = testFolder();
/** One archive of March alone, and one with June as well. */
let march: Archive;
let june: Archive;

beforeAll(async () => {
  const before = filesOf(MARCH, { bells: questions(1, 400), lanterns: questions(1001, 1100) });
  const after = filesOf(JUNE, { bells: questions(50, 500), lanterns: questions(1001, 1100) });
  march = await openArchive({ [MARCH]: before });
  june = await openArchive({ [MARCH]: before, [JUNE]: after });
});
afterAll(async () => {
  await Promise.all([march.close(), june.close()]);
});

const args = (state: string, ...more: string[]) => ['refresh', UNFILTERED, '--state', state, '--threads', '0', ...more];
const envOf = ({ base }: Archive) => ({ env: { STACKPAIRS_ARCHIVE: base } });
const refresh = (archive: Archive, state: string, ...more: string[]) => runCli(args(state, ...more), envOf(archive));

describe('refresh', () => {
  test('says with its exit code whether an update is due, and touches nothing for it', async () => {
    const state = join(root, 'checked');
    expect((await refresh(march, state, '--check')).code).toBe(10);
    expect(existsSync(state)).toBe(false);
    const first = await refresh(march, state);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain(`the dataset: ${join(state, 'current')}\n`);
    expect(await refresh(march, state, '--check')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^nothing to do/),
    });
    const before = digestsOf(state);
    expect(await refresh(june, state, '--check')).toMatchObject({ code: 10, stderr: '' });
    expect(digestsOf(state)).toEqual(before);
  });

  test('tells with --dry-run what it would do, as JSON as well', async () => {
    const state = join(root, 'dry');
    await refresh(march, state);
    const { code, stdout } = await refresh(june, state, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      isDue: true,
      reasons: ['dump', 'files'],
      changed: ['bells'],
      dryRun: true,
    });
    expect(JSON.parse(stdout).bytes).toBeGreaterThan(1000);
    expect(readdirSync(join(state, 'dumps'))).toEqual(['stackexchange-2026-03-31']);
  });

  test('tells what differs from the dataset before', async () => {
    const state = join(root, 'told');
    await refresh(march, state);
    const { stdout, stderr } = await refresh(june, state);
    expect(stdout).toMatch(/^updated \(dump, files\): stackexchange_20260630, 1 sites new or changed, 0 gone/);
    expect(stdout).toMatch(/^bells +399 +450 +100 +49 +0 +0$/m);
    expect(stderr).toContain('refresh: build\n');
  });

  test('of two at once lets one work, and the other ends with 3', async () => {
    const state = makeFolder();
    const held = gate();
    june.fail({ on: /items.*lanterns/, until: held.until });
    const before = june.asked.length;
    const { ended } = startCli(args(state), envOf(june));
    // A bound for a machine that is busy.
    for (let tries = 0; tries < 3000 && june.asked.length === before; tries++) await pause(10);
    expect((await refresh(june, state)).code).toBe(3);
    held.open();
    expect((await ended).code).toBe(0);
  });

  test('with --repo publishes, and prints what it sent and no token', async () => {
    const [double, state] = [await hubDouble(), makeFolder()];
    const env = { STACKPAIRS_ARCHIVE: march.base, HF_ENDPOINT: double.url, HF_TOKEN: TOKEN };
    const to = ['--repo', REPO, '--no-xet'];
    const run = (args: readonly string[], more = {}) => runCli(args, { env: { ...env, ...more } });
    const none = { HF_TOKEN: '', HF_TOKEN_PATH: join(root, 'no-token') };
    expect((await run(args(state, ...to), none)).code).toBe(2);
    expect((await run(args(state, '--private'))).code).toBe(2);
    expect((await run(args(state, ...to, '--check'), none)).code).toBe(10);
    const { code, stdout, stderr } = await run(args(state, ...to));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^\+ README\.md/m);
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    expect((await run(args(state, ...to, '--check'), none)).code).toBe(0);
    const plan = await run(args(state, ...to, '--revision', 'next', '--dry-run'), none);
    expect(plan.stdout).toMatch(/^the Hub has not the current dataset\nwould change:\n= /);
  });

  test('without its archive ends with 4', async () => {
    const archive = await openArchive({});
    onTestFinished(async () => void (await archive.close()));
    expect((await refresh(archive, join(root, 'nothing'))).code).toBe(4);
  });
});

describe(`${KILLS} refreshes killed at moments spread over one`, () => {
  let expected: Record<string, string>;
  let length: number;

  beforeAll(async () => {
    const state = join(root, 'expected');
    await refresh(march, state);
    const started = performance.now();
    await refresh(june, state);
    length = performance.now() - started;
    expected = digestsOf(join(state, 'current'));
  });

  test.each(Array.from({ length: KILLS / 4 }, (_, run) => run))('run %i comes to the same end', async (run) => {
    const [double, state] = [await hubDouble(), makeFolder()];
    const to = ['--repo', REPO, '--no-xet'];
    const env = { STACKPAIRS_ARCHIVE: june.base, HF_ENDPOINT: double.url, HF_TOKEN: TOKEN };
    await runCli(args(state, ...to), { env: { ...env, STACKPAIRS_ARCHIVE: march.base } });
    for (const share of [0, 1, 2, 3].map((kill) => ((kill * KILLS) / 4 + run + 0.5) / KILLS)) {
      const { child, ended } = startCli(args(state, ...to), { env });
      const stop = setTimeout(() => child.kill('SIGKILL'), share * length);
      await ended;
      clearTimeout(stop);
    }
    const { code, stderr } = await runCli(args(state, ...to), { env });
    expect(code, stderr).toBe(0);
    expect(digestsOf(join(state, 'current'))).toEqual(expected);
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    // That which the Hub begins with, March and June: nothing was committed twice.
    expect(double.repositories.get(REPO)!.log).toHaveLength(3);
    expect(readdirSync(state).sort()).toEqual(['current', 'dumps', 'refresh.json']);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
