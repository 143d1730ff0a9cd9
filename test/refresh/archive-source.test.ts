// What the archive lists: which item is the newest, and which of its files are dumps of posts.
import { describe, expect, test } from 'vitest';
import { readName } from '../../src/open-source.ts';
import { archiveSource, changedSites, dumpFolder, fingerprints } from '../../src/refresh/index.ts';
import { compareItems, readItemName } from '../../src/refresh/item-name.ts';
import { archiveOf, BEER, bytesOf, quickHttp, sha1 } from './archive.ts';

const files = (name = BEER) => ({ [name]: bytesOf(1000) });
const sourceOf = (base: string) => archiveSource({ http: quickHttp(), readName, base });

describe('names of items', () => {
  test.each<[string, string, string]>([
    ['a later date', 'stackexchange_20250331', 'stackexchange_20250630'],
    ['a revision of the same date', 'stackexchange_20250630', 'stackexchange_20250630_rev2'],
    ['a tenth revision', 'stackexchange_20250630_rev9', 'stackexchange_20250630_rev10'],
    ['a later date than a revision', 'stackexchange_20250331_rev2', 'stackexchange_20250630'],
    ['the first upload rather than a copy by others', 'stackexchange_20260630_sakura', 'stackexchange_20260630'],
  ])('%s is newer', (_, older, newer) => {
    expect(compareItems(readItemName(older)!, readItemName(newer)!)).toBeLessThan(0);
    expect(compareItems(readItemName(newer)!, readItemName(older)!)).toBeGreaterThan(0);
  });

  test.each([['stackexchange'], ['stackexchange_2025'], ['stackexchange_20250630-x'], ['my_stackexchange_20250630']])(
    '%s is no dump',
    (name) => expect(readItemName(name)).toBeUndefined(),
  );

  test.each<[string, string | undefined, string]>([
    ['stackexchange_20250630', '2025-06-30', 'stackexchange-2025-06-30'],
    ['stackexchange_20250630_rev2', '2025-06-30', 'stackexchange_rev2-2025-06-30'],
    ['list.txt', undefined, 'list.txt'],
    ['..', undefined, '_'],
  ])('the folder of %s ends with its date, if it has one', (name, date, folder) => {
    expect(dumpFolder({ name, date })).toBe(folder);
  });
});

describe('the newest dump', () => {
  test('is the last revision of the last date', async () => {
    const { base } = await archiveOf({
      stackexchange_20250630_rev2: files(),
      stackexchange_20250630: files(),
      stackexchange_20250331: files(),
      stackexchange_2: files(),
      stackexchange: files(),
    });
    expect(await sourceOf(base).newest()).toMatchObject({ name: 'stackexchange_20250630_rev2', date: '2025-06-30' });
    expect(await sourceOf(base).newest('2025-03-31')).toMatchObject({ name: 'stackexchange_20250331' });
  });

  test('has a file for each site, with the size and checksum that the archive states', async () => {
    const { base } = await archiveOf({
      stackexchange_20250630: {
        [BEER]: bytesOf(1000),
        'stackexchange_20250630/stackoverflow.com-Posts.7z': bytesOf(10),
        'stackexchange_20250630/stackoverflow.com-Comments.7z': bytesOf(20),
        'stackexchange_20250630/../../.7z': bytesOf(5),
        'stackexchange_20250630_meta.xml': bytesOf(30),
        'Sites.xml': bytesOf(40),
      },
    });
    const dump = await sourceOf(base).newest();
    expect(dump.files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['beer.stackexchange.com.7z', 1000],
      ['stackoverflow.com-Posts.7z', 10],
    ]);
    expect(dump.files[0]!.sum).toEqual({ algorithm: 'sha1', hex: sha1(bytesOf(1000)) });
    expect(dump.files[0]!.from).toBe(`${base}/download/stackexchange_20250630/${BEER}`);
  });

  test('asks twice in all, and says who asks', async () => {
    const { base, asked } = await archiveOf({ stackexchange_20250630: files() });
    await sourceOf(base).newest();
    expect(asked.map(({ path }) => path)).toEqual(['/advancedsearch.php', '/metadata/stackexchange_20250630']);
    expect(asked.every(({ userAgent }) => /^stackpairs\/\d+\.\d+\.\d+ /.test(userAgent ?? ''))).toBe(true);
  });

  test('of a date that has none is wrong usage', async () => {
    const { base } = await archiveOf({ stackexchange_20250630: files() });
    await expect(sourceOf(base).newest('2024-01-01')).rejects.toMatchObject({ code: 'bad_usage' });
  });

  test('that vanished between the search and the metadata is told to be tried later', async () => {
    const archive = await archiveOf({ stackexchange_20250630: files() });
    archive.fail({ on: /^\/metadata/, meanwhile: () => archive.remove('stackexchange_20250630') });
    await expect(sourceOf(archive.base).newest()).rejects.toMatchObject({ code: 'network_failed' });
  });

  test('is found behind a busy server, one that asks to wait, and a cut off answer', async () => {
    const archive = await archiveOf({ stackexchange_20250630: files() });
    archive.fail(
      { on: /search/, status: 503, times: 2 },
      { on: /search/, status: 429, retryAfter: '1' },
      { on: /metadata/, status: 502 },
      { on: /metadata/, cutAfter: 40 },
    );
    expect((await sourceOf(archive.base).newest()).files).toHaveLength(1);
    expect(archive.faultsLeft()).toBe(0);
  });

  test('of an archive that nobody answers for is told to be tried later', async () => {
    const archive = await archiveOf({});
    await archive.close();
    await expect(sourceOf(archive.base).newest()).rejects.toMatchObject({ code: 'network_failed' });
  });
});

describe('fingerprints', () => {
  const dump = (bytes: Uint8Array) => ({ stackexchange_20250630: { [BEER]: bytes, 'x/cardano.7z': bytesOf(5) } });
  const of = async (bytes: Uint8Array) => fingerprints(await sourceOf((await archiveOf(dump(bytes))).base).newest());

  test('are the same for the same bytes, wherever and whenever they were put', async () => {
    expect(await of(bytesOf(100))).toEqual(await of(bytesOf(100)));
  });

  test('tell of one byte, and of which site it is', async () => {
    const [before, now] = [await of(bytesOf(100)), await of(bytesOf(100, 2))];
    expect(changedSites(before, now)).toEqual(['beer.stackexchange.com']);
    expect(changedSites({}, now)).toEqual(['beer.stackexchange.com', 'cardano']);
    expect(changedSites(now, now)).toEqual([]);
  });
});
