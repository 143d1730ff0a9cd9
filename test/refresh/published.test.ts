// A dataset that is kept fresh on the Hub, too: what is sent, when nothing is, and what becomes of runs that were cut off.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkRefresh, planRefresh, type RefreshRequest, type RefreshStep } from '../../src/refresh.ts';
import { takedown } from '../../src/takedown.ts';
import { digestsOf, rowsIn } from '../build/dataset.ts';
import { type HubDouble, TOKEN } from '../doubles/hub/open-hub.ts';
import { addCommit, regularFile } from '../doubles/hub/repository.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { expectedOf, filesAt, hubDouble, REPO } from '../publish/published.ts';
import { archiveOf } from './archive.ts';
import { filesOf, JUNE, MARCH, questions, refreshFrom, refreshRequest } from './dumps.ts';

const STEPS: RefreshStep[] = ['begin', 'fetch', 'build', 'compare', 'publish', 'swap', 'record', 'sweep'];
const march = filesOf(MARCH, { bells: questions(1, 30), lanterns: questions(1001, 1020) });
const june = filesOf(JUNE, { bells: questions(1, 40), lanterns: questions(1001, 1020), wicks: questions(2001, 2006) });

/** Where the double is, for whoever has its token. */
const hubOf = ({ url }: HubDouble, more: object = {}): Pick<RefreshRequest, 'hub'> => ({
  hub: { repo: REPO, endpoint: url, token: TOKEN, useXet: false, firstDelayMs: 1, ...more },
});
const commits = ({ repositories }: HubDouble) => repositories.get(REPO)?.log.length ?? 0;
const writes = ({ requests }: HubDouble) =>
  requests
    .filter(({ route }) => !['refs', 'tree', 'resolve', 'whoami', 'info'].includes(route))
    .map(({ route }) => route);
const states: string[] = [];
const newState = () => {
  const state = makeFolder();
  states.push(state);
  return state;
};

// Whatever a test did, no token is in anything that was written.
afterEach(() => {
  for (const state of states.splice(0)) {
    for (const path of readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) => join(state, name))) {
      if (statSync(path).isFile()) expect(readFileSync(path, 'latin1')).not.toContain(TOKEN);
    }
  }
});

describe('refresh with a Hub', () => {
  test('publishes each dataset once, and then nothing', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    const first = await refreshFrom(archive.base, state, hubOf(double));
    expect(first.publication).toMatchObject({ created: true, tag: '2026-03-31' });
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    archive.put(JUNE, june);
    const second = await refreshFrom(archive.base, state, hubOf(double));
    expect(second.difference?.configs[0]).toMatchObject({ before: 48, after: 63 });
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    const [before, asked] = [commits(double), double.requests.length];
    expect(await refreshFrom(archive.base, state, hubOf(double))).toMatchObject({ isDue: false });
    expect([commits(double), double.requests.length]).toEqual([before, asked]);
  });

  test('publishes what is here to a Hub, or a branch, that has not the current dataset', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state);
    archive.asked.length = 0;
    expect(await refreshFrom(archive.base, state, hubOf(double))).toMatchObject({ isDue: true, reasons: ['hub'] });
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    const branch = hubOf(double, { revision: 'next' });
    expect(await refreshFrom(archive.base, state, branch)).toMatchObject({ reasons: ['hub'] });
    expect(filesAt(double, 'next')).toMatchObject(expectedOf(join(state, 'current')));
    expect(archive.asked).toHaveLength(4);
  });

  test('publishes the dataset that posts were taken out of', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state, hubOf(double));
    const ids = join(makeFolder({ 'list.txt': 'bells/3\n' }), 'list.txt');
    await takedown(join(state, 'current'), { ids, temporary: tmpdir() });
    expect(await refreshFrom(archive.base, state, hubOf(double))).toMatchObject({ reasons: ['hub'] });
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    expect(filesAt(double, '2026-03-31')).toEqual(filesAt(double));
  });

  test('that is not there leaves the old dataset current, and is published to by the next run', async () => {
    let rate = 0;
    const [archive, state] = [await archiveOf({ [MARCH]: march }), newState()];
    const double = await hubDouble({ fault: () => (rate > 0 ? 'unavailable' : undefined) });
    await refreshFrom(archive.base, state, hubOf(double));
    const before = digestsOf(join(state, 'current'));
    archive.put(JUNE, june);
    rate = 1;
    await expect(refreshFrom(archive.base, state, hubOf(double))).rejects.toMatchObject({ code: 'network_failed' });
    expect(digestsOf(join(state, 'current'))).toEqual(before);
    rate = 0;
    await refreshFrom(archive.base, state, hubOf(double));
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    expect(rowsIn(join(state, 'current'))).toHaveLength(63);
  });
});

describe('where the dataset is on the Hub and not here', () => {
  test('what differs is told by the two manifests, and an equal dataset is not committed again', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state, hubOf(double));
    const before = commits(double);
    const again = await refreshFrom(archive.base, newState(), hubOf(double));
    expect(again.sincePublished).toMatchObject({ configs: [{ before: 48, after: 48 }], sites: { changed: [] } });
    expect(commits(double)).toBe(before);
    archive.put(JUNE, june);
    const { sincePublished } = await refreshFrom(archive.base, newState(), hubOf(double));
    expect(sincePublished).toMatchObject({
      configs: [{ config: 'title-body', before: 48, after: 63 }],
      sites: { added: ['wicks'], removed: [], changed: ['bells'] },
    });
    expect(commits(double)).toBe(before + 1);
  });

  test('an archive that lists less does not lead the Hub back, unless it is asked to', async () => {
    const [archive, double] = [await archiveOf({ [MARCH]: march, [JUNE]: june }), await hubDouble()];
    await refreshFrom(archive.base, newState(), hubOf(double));
    archive.remove(JUNE);
    const before = commits(double);
    expect(await refreshFrom(archive.base, newState(), hubOf(double))).toMatchObject({ isDue: false });
    expect(commits(double)).toBe(before);
    await refreshFrom(archive.base, newState(), { ...hubOf(double), date: '2026-03-31' });
    expect(commits(double)).toBe(before + 1);
  });

  test('a manifest there that is none of ours is told, and nothing is done', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state, hubOf(double));
    const other = regularFile('manifest.json', Buffer.from('<html>'));
    addCommit(double.repositories.get(REPO)!, 'main', { title: 'Mine', changes: new Map([[other.path, other]]) });
    await expect(refreshFrom(archive.base, newState(), hubOf(double))).rejects.toMatchObject({
      code: 'damaged_output',
      message: expect.stringContaining(REPO),
    });
  });
});

describe('a look', () => {
  test('writes nothing, here or there, and needs no token', async () => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    const look = refreshRequest(archive.base, state, hubOf(double, { token: undefined }));
    rmSync(state, { recursive: true });
    expect(await checkRefresh(look)).toMatchObject({ isDue: true, reasons: ['first'] });
    expect(existsSync(state)).toBe(false);
    await refreshFrom(archive.base, state);
    const before = digestsOf(state);
    expect(await checkRefresh(look)).toMatchObject({ isDue: true, reasons: ['hub'], bytes: 0 });
    const { publication } = await planRefresh(look);
    expect(publication?.plan.add.map(({ path }) => path)).toContain('manifest.json');
    expect([digestsOf(state), writes(double), double.repositories.size]).toEqual([before, [], 0]);
  });
});

describe('a run that was killed', () => {
  const stopAt = (step: RefreshStep): Partial<RefreshRequest> => ({
    onStep(name) {
      if (name === step) throw new Error(`killed before ${step}`);
    },
  });

  test.each(STEPS)('before %s comes to the same end, and commits once', async (step) => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state, hubOf(double));
    archive.put(JUNE, june);
    const before = commits(double);
    const killed = refreshFrom(archive.base, state, { ...hubOf(double), ...stopAt(step) });
    await expect(killed).rejects.toThrow('killed before');
    await refreshFrom(archive.base, state, hubOf(double));
    expect(filesAt(double)).toMatchObject(expectedOf(join(state, 'current')));
    expect(commits(double)).toBe(before + 1);
    expect(await refreshFrom(archive.base, state, hubOf(double))).toMatchObject({ isDue: false });
    expect(readdirSync(state).sort()).toEqual(['current', 'dumps', 'refresh.json']);
  });

  test.each<RefreshStep>(['publish', 'record'])('before %s of what was here already does so, too', async (step) => {
    const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
    await refreshFrom(archive.base, state);
    const killed = refreshFrom(archive.base, state, { ...hubOf(double), ...stopAt(step) });
    await expect(killed).rejects.toThrow('killed before');
    await refreshFrom(archive.base, state, hubOf(double));
    // That which the Hub begins every dataset with, and ours.
    expect(commits(double)).toBe(2);
  });
});

test('a record of before there was a Hub is one of a dataset that is not published', async () => {
  const [archive, double, state] = [await archiveOf({ [MARCH]: march }), await hubDouble(), newState()];
  await refreshFrom(archive.base, state);
  const path = join(state, 'refresh.json');
  const { published, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  expect(published).toBe(null);
  writeFileSync(path, JSON.stringify(rest));
  expect(await refreshFrom(archive.base, state)).toMatchObject({ isDue: false });
  expect(await refreshFrom(archive.base, state, hubOf(double))).toMatchObject({ reasons: ['hub'] });
});
