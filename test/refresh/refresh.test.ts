// A dataset that is kept fresh: what is fetched and built, what stays, and what becomes of runs that were cut off anywhere.
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest } from '../../src/manifest-file.ts';
import type { RefreshStep } from '../../src/refresh.ts';
import { takedown } from '../../src/takedown.ts';
import { buildFrom, digestsOf, rowsIn, UNFILTERED } from '../build/dataset.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { archiveOf } from './archive.ts';
import { filesOf, JUNE, MARCH, questions, REVISED, refreshFrom } from './dumps.ts';

const march = filesOf(MARCH, { bells: questions(1, 30), lanterns: questions(1001, 1020) });
const june = filesOf(JUNE, { bells: questions(1, 40), lanterns: questions(1001, 1020), wicks: questions(2001, 2006) });

const fetched = (asked: readonly { readonly path: string }[]) =>
  asked.flatMap(({ path }) => (path.startsWith('/12/items/') ? [path.slice(path.lastIndexOf('/') + 1)] : []));
const visible = (state: string) => readdirSync(state).sort();

describe('refresh', () => {
  test('builds the newest dump, and then nothing until there is a newer one', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    const first = await refreshFrom(archive.base, state);
    expect(first).toMatchObject({ isDue: true, reasons: ['first'], changed: ['bells', 'lanterns'], gone: [] });
    expect(visible(state)).toEqual(['current', 'dumps', 'refresh.json']);
    const before = digestsOf(state);
    archive.asked.length = 0;
    expect(await refreshFrom(archive.base, state)).toMatchObject({ isDue: false, bytes: 0 });
    expect(archive.asked).toHaveLength(2);
    expect(digestsOf(state)).toEqual(before);
  });

  test('fetches only what changed, and the dataset is that of a full build of the new dump', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    await refreshFrom(archive.base, state);
    archive.put(JUNE, june);
    archive.asked.length = 0;
    const { difference, ...found } = await refreshFrom(archive.base, state);
    expect(found).toMatchObject({ reasons: ['dump', 'files'], changed: ['bells', 'wicks'], gone: [] });
    expect(fetched(archive.asked)).toEqual(['bells-Posts.xml', 'wicks-Posts.xml']);
    expect(difference?.configs[0]).toMatchObject({ added: 15, removed: 0, edited: 0 });
    expect(readdirSync(join(state, 'dumps'))).toEqual(['stackexchange-2026-06-30']);
    const full = makeFolder();
    await buildFrom([join(state, 'dumps')], full, { pipeline: UNFILTERED });
    expect(digestsOf(join(state, 'current'))).toEqual(digestsOf(full));
  });

  test('reads only what changed', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const [state, full] = [makeFolder(), makeFolder()];
    await refreshFrom(archive.base, state);
    // Whoever reads it finds no rows, and its name, size and date do not tell.
    const path = join(state, 'dumps', 'stackexchange-2026-03-31', 'lanterns-Posts.xml');
    const { size, atime, mtime } = statSync(path);
    writeFileSync(path, Buffer.alloc(size, '#'));
    utimesSync(path, atime, mtime);
    archive.put(JUNE, june);
    await refreshFrom(archive.base, state);
    await refreshFrom(archive.base, full);
    expect(digestsOf(join(state, 'current'))).toEqual(digestsOf(join(full, 'current')));
  });

  test('takes a revision of the same date, and does not go back when it vanishes', async () => {
    const archive = await archiveOf({ [JUNE]: june });
    const state = makeFolder();
    await refreshFrom(archive.base, state);
    archive.put(REVISED, filesOf(REVISED, { bells: questions(1, 35), lanterns: questions(1001, 1020) }));
    expect(await refreshFrom(archive.base, state)).toMatchObject({
      dump: REVISED,
      changed: ['bells'],
      gone: ['wicks'],
    });
    expect(rowsIn(join(state, 'current'))).toHaveLength(34 + 19);
    archive.remove(REVISED);
    expect(await refreshFrom(archive.base, state)).toMatchObject({ isDue: false });
    expect(await refreshFrom(archive.base, state, { date: '2026-06-30' })).toMatchObject({ isDue: true, dump: JUNE });
  });

  test('takes up another pipeline or format without fetching anything', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    await refreshFrom(archive.base, state);
    archive.asked.length = 0;
    expect(await refreshFrom(archive.base, state, { format: 'parquet' })).toMatchObject({ reasons: ['pipeline'] });
    expect(fetched(archive.asked)).toEqual([]);
    expect(readManifest(join(state, 'current')).format).toBe('parquet');
  });

  test('of a folder reads the files where they are', async () => {
    const mine = makeFolder({ 'bells-2026-03/Posts.xml': march[`${MARCH}/bells-Posts.xml`]! });
    const state = makeFolder();
    const more = { source: mine };
    expect(await refreshFrom('', state, more)).toMatchObject({ changed: ['bells'], bytes: 0 });
    expect(await refreshFrom('', state, more)).toMatchObject({ isDue: false });
    const later = makeFolder({
      'bells-2026-06/Posts.xml': june[`${JUNE}/bells-Posts.xml`]!,
      'bells-2026-03/Posts.xml': '',
    });
    expect(await refreshFrom('', state, { source: later })).toMatchObject({ changed: ['bells'] });
    expect(rowsIn(join(state, 'current'))).toHaveLength(39);
    expect(visible(state)).toEqual(['current', 'refresh.json']);
  });

  test('leaves a folder of something else alone', async () => {
    const state = makeFolder({ 'notes.txt': 'mine' });
    await expect(refreshFrom('', state, { source: state })).rejects.toMatchObject({ code: 'bad_usage' });
    expect(visible(state)).toEqual(['notes.txt']);
  });

  test('says so when its record is no record', async () => {
    const state = makeFolder({ 'refresh.json': '{"formatVersion":2}' });
    await expect(refreshFrom('', state)).rejects.toMatchObject({ code: 'damaged_output' });
  });
});

describe('posts that were taken out', () => {
  test('of the current dataset stay out of the next ones, also when their site is missing for a while', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    await refreshFrom(archive.base, state);
    const ids = join(makeFolder({ 'list.txt': 'bells/3\nlanterns/user/7\n' }), 'list.txt');
    await takedown(join(state, 'current'), { ids, temporary: tmpdir() });
    archive.put(JUNE, filesOf(JUNE, { bells: questions(1, 40) }));
    await refreshFrom(archive.base, state);
    expect(rowsIn(join(state, 'current')).map(({ provenance }) => provenance.questionId)).not.toContain(3);
    archive.put(REVISED, filesOf(REVISED, { bells: questions(1, 40), lanterns: questions(1001, 1020) }));
    await refreshFrom(archive.base, state);
    expect(readManifest(join(state, 'current')).takedowns).toEqual(['bells/3', 'lanterns/user/7']);
    expect(rowsIn(join(state, 'current'))).toHaveLength(38);
  });
});

describe('a run that ended', () => {
  const STEPS: RefreshStep[] = ['begin', 'fetch', 'build', 'compare', 'publish', 'swap', 'record', 'sweep'];
  const stopAt = (step: RefreshStep) => ({
    onStep(name: RefreshStep) {
      if (name === step) throw new Error(`killed before ${step}`);
    },
  });

  test.each(STEPS.flatMap((step) => STEPS.map((again) => [step, again] as const)).filter((_, at) => at % 9 === 0))(
    'before %s, and again before %s, comes to the same end',
    async (step, again) => {
      const archive = await archiveOf({ [MARCH]: march });
      const [state, expected] = [makeFolder(), makeFolder()];
      for (const folder of [state, expected]) await refreshFrom(archive.base, folder);
      archive.put(JUNE, june);
      await refreshFrom(archive.base, expected);
      for (const at of [step, again]) {
        await refreshFrom(archive.base, state, stopAt(at)).catch((error: Error) => {
          expect(error.message).toBe(`killed before ${at}`);
        });
        expect(existsSync(join(state, 'current', 'manifest.json'))).toBe(true);
      }
      await refreshFrom(archive.base, state);
      expect(digestsOf(state)).toEqual(digestsOf(expected));
      expect(visible(state)).toEqual(visible(expected));
    },
  );

  test.each(STEPS)('before %s of the first one comes to the same end', async (step) => {
    const archive = await archiveOf({ [MARCH]: march });
    const [state, expected] = [makeFolder(), makeFolder()];
    await refreshFrom(archive.base, expected);
    await expect(refreshFrom(archive.base, state, stopAt(step))).rejects.toThrow('killed before');
    await refreshFrom(archive.base, state);
    expect(digestsOf(state)).toEqual(digestsOf(expected));
  });

  test.each(STEPS)('before %s, with a newer dump meanwhile, comes to that', async (step) => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    await refreshFrom(archive.base, state);
    archive.put(JUNE, june);
    await expect(refreshFrom(archive.base, state, stopAt(step))).rejects.toThrow('killed before');
    archive.put(REVISED, filesOf(REVISED, { bells: questions(1, 50) }));
    const { difference } = await refreshFrom(archive.base, state);
    // Only a run that wrote its record has changed what the next one is compared with.
    expect(difference?.configs[0]?.before).toBe(step === 'sweep' ? 63 : 48);
    expect(rowsIn(join(state, 'current'))).toHaveLength(49);
    expect(visible(state)).toEqual(['current', 'dumps', 'refresh.json']);
  });

  test('by its network goes on with the files that came', async () => {
    const archive = await archiveOf({ [MARCH]: march });
    const state = makeFolder();
    archive.fail({ on: /items.*lanterns/, corrupt: true, times: 2 });
    await expect(refreshFrom(archive.base, state)).rejects.toMatchObject({ code: 'network_failed' });
    expect(existsSync(join(state, 'refresh.json'))).toBe(false);
    archive.asked.length = 0;
    await refreshFrom(archive.base, state);
    expect(fetched(archive.asked)).toEqual(['lanterns-Posts.xml']);
  });
});

test('a file with the old name of a dump is not taken for the new one', async () => {
  const archive = await archiveOf({ [MARCH]: march });
  const state = makeFolder();
  await refreshFrom(archive.base, state);
  const path = join(state, 'dumps', 'stackexchange-2026-03-31', 'bells-Posts.xml');
  const swapped = readFileSync(path, 'utf8').replaceAll('lantern', 'candles');
  archive.put(JUNE, june);
  writeFileSync(path, swapped);
  await refreshFrom(archive.base, state);
  expect(rowsIn(join(state, 'current')).some(({ texts }) => JSON.stringify(texts).includes('candles'))).toBe(false);
});
