// Publishing with the real client to a double of the Hub, over HTTP.
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../src/manifest-file.ts';
import { testFolder } from '../build/dataset.ts';
import { addCommit, createRepository, type Repository, regularFile } from '../doubles/hub/repository.ts';
import { buildOf, expectedOf, filesAt, hubDouble, inOrder, publish, REPO } from './published.ts';

const root = testFolder();
let old: string;
let out: string;

beforeAll(async () => {
  old = await buildOf(root, '2016-03', 500);
  out = await buildOf(root, '2026-03-31', 900);
});

const ATTRIBUTES = expect.stringMatching(/^[0-9a-f]{64}$/);
const published = (folder: string) => ({ '.gitattributes': ATTRIBUTES, ...expectedOf(folder) });

describe('a new dataset', () => {
  test('is made, has every file of the build, and its commit has the date of the dump', async () => {
    const double = await hubDouble();
    const done = await publish(out, double);
    expect(filesAt(double)).toEqual(published(out));
    expect(filesAt(double, '2026-03-31')).toEqual(filesAt(double));
    expect(done).toMatchObject({ created: true, tag: '2026-03-31', plan: { replace: [], remove: [], same: [] } });
    const repository = double.repositories.get(REPO)!;
    expect([repository.isPrivate, repository.log.length]).toEqual([false, 2]);
    expect(repository.branches.get('main')).toBe(done.commit);
  });

  test('is a private one if asked for', async () => {
    const double = await hubDouble();
    await publish(out, double, { isPrivate: true });
    expect(double.repositories.get(REPO)!.isPrivate).toBe(true);
  });

  test('goes in parts where the Hub wants them', async () => {
    const double = await hubDouble({ partBytes: 5000 });
    await publish(out, double);
    expect(double.requests.some(({ route }) => route === 'complete')).toBe(true);
    expect(filesAt(double)).toEqual(published(out));
  });

  test('goes in chunks where the Hub takes them, in fewer bytes, also where some requests fail', async () => {
    const double = await hubDouble({
      takesChunks: true,
      fault: inOrder({ xorb: ['cut', 'unavailable'], shard: ['lost'] }),
    });
    const { sent } = await publish(out, double, { useXet: true });
    expect(double.requests.filter(({ route }) => route === 'put')).toEqual([]);
    expect(filesAt(double)).toEqual(published(out));
    expect(sent).toBeLessThan(readManifest(out).shards.reduce((sum, { bytes }) => sum + bytes, 0));
    const whole = await hubDouble({ takesChunks: true });
    await publish(out, whole, { useXet: false });
    expect(whole.requests.filter(({ route }) => route === 'xorb')).toEqual([]);
  });

  test('has evaluation sets, and nothing of the work folder, of dropped rows or of hidden files', async () => {
    const folder = join(root, 'with-more');
    cpSync(out, folder, { recursive: true });
    for (const path of ['evaluation/set/queries', 'dropped/title-body', 'evaluation/.tmp']) {
      mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, path, 'rows.jsonl'), '{}\n');
    }
    const double = await hubDouble();
    const { plan } = await publish(folder, double);
    const expected = [...Object.keys(expectedOf(folder)), 'evaluation/set/queries/rows.jsonl'];
    expect(plan.add.map(({ path }) => path)).toEqual(expected.sort());
  });
});

describe('a second time', () => {
  test('nothing is sent and nothing is committed', async () => {
    const double = await hubDouble();
    const first = await publish(out, double);
    const { log } = double.repositories.get(REPO)!;
    const [commits, requests] = [log.length, double.requests.length];
    const second = await publish(out, double);
    expect(second).toMatchObject({ created: false, commit: first.commit, sent: 0 });
    expect(log.length).toBe(commits);
    expect(double.requests.slice(requests).map(({ route }) => route)).toEqual([
      'whoami',
      'refs',
      'refs',
      'tree',
      'refs',
    ]);
  });

  test('a listing in pages is read to its end', async () => {
    const double = await hubDouble({ pageFiles: 2 });
    await publish(out, double);
    expect((await publish(out, double)).sent).toBe(0);
    expect(double.repositories.get(REPO)!.log.length).toBe(2);
  });

  test('only a shard that changed is sent, with what tells of it', async () => {
    const double = await hubDouble();
    await publish(out, double);
    const repository = double.repositories.get(REPO)!;
    const shard = readManifest(out).shards[0]!;
    const other = regularFile(shard.path, Buffer.from('an old one'));
    addCommit(repository, 'main', { title: 'Old', changes: new Map([[shard.path, other]]) });
    const seen = double.requests.length;
    const { plan } = await publish(out, double);
    expect(plan).toMatchObject({ add: [], replace: [{ path: shard.path }], remove: [] });
    const sent = double.requests.slice(seen).filter(({ route }) => route === 'put' || route === 'preupload');
    // The Hub has had those very bytes before.
    expect(sent.map(({ route }) => route)).toEqual(['preupload']);
    expect(filesAt(double)).toEqual(published(out));
  });
});

describe('a newer dump', () => {
  test('takes the place of the old one in one commit: its shards go, files of others stay, the old date is kept', async () => {
    const double = await hubDouble();
    await publish(old, double);
    const repository = double.repositories.get(REPO)!;
    const before = filesAt(double);
    const license = regularFile('LICENSE', Buffer.from('CC BY-SA'));
    addCommit(repository, 'main', { title: 'License', changes: new Map([[license.path, license]]) });
    const { plan } = await publish(out, double);
    expect(plan.remove).toContain(Object.keys(before).find((path) => path.startsWith('data/title-body/train')));
    expect(filesAt(double)).toEqual({ ...published(out), LICENSE: expect.any(String) });
    expect(filesAt(double, '2016-03')).toEqual(before);
    expect(repository.log.length).toBe(4);
  });

  test('on a branch leaves the main one alone, and begins where that is', async () => {
    const double = await hubDouble();
    await publish(old, double);
    const { plan } = await publish(out, double, { revision: 'next/2026' });
    expect(filesAt(double)).toEqual(published(old));
    expect(filesAt(double, 'next/2026')).toEqual(published(out));
    expect([...double.repositories.get(REPO)!.tags.keys()]).toEqual(['2016-03']);
    expect(plan.same.length + plan.replace.length).toBeGreaterThan(0);
  });

  test('the tag of a dump goes along where its dataset changes', async () => {
    const double = await hubDouble();
    const first = await publish(out, double);
    const repository = double.repositories.get(REPO)!;
    const note = regularFile('report.html', Buffer.from('another'));
    addCommit(repository, 'main', { title: 'Note', changes: new Map([[note.path, note]]) });
    const second = await publish(out, double);
    expect(second.commit).not.toBe(first.commit);
    expect(repository.tags.get('2026-03-31')).toBe(second.commit);
  });
});

describe('a dry run', () => {
  test('says what would be done and changes nothing, with and without a dataset there, and without a token', async () => {
    const double = await hubDouble();
    const none = await publish(out, double, { dryRun: true, token: undefined });
    expect(none).toMatchObject({ created: true, commit: undefined, plan: { replace: [], remove: [] } });
    expect(double.repositories.size).toBe(0);
    await publish(old, double);
    const { plan, created } = await publish(out, double, { dryRun: true, token: undefined });
    expect([created, plan.remove.length > 0, plan.replace.length > 0]).toEqual([false, true, true]);
    expect(filesAt(double)).toEqual(published(old));
  });
});

describe('faults', () => {
  test.each([
    [
      '503 of every route once',
      { whoami: 1, refs: 1, create: 1, tree: 1, preupload: 1, batch: 1, put: 1, commit: 1, tag: 1 },
      'unavailable',
    ],
    ['429 with a delay', { refs: 2, preupload: 1, put: 2, commit: 2 }, 'limited'],
    ['connections that are cut before', { refs: 1, tree: 1, batch: 1, put: 3, commit: 1 }, 'cut'],
    ['connections that are cut in an answer', { refs: 1, tree: 1, preupload: 1, batch: 1 }, 'torn'],
    ['answers that do not come through', { create: 1, put: 2, commit: 1, tag: 1 }, 'lost'],
    ['slow answers', { refs: 1, tree: 1, batch: 1, commit: 1 }, 'slow'],
    ['bytes that arrive damaged', { put: 2 }, 'damaged'],
    ['addresses that are no longer valid', { put: 2 }, 'expired'],
    ['somebody else who commits first', { commit: 2 }, 'stale'],
  ] as const)('%s: the dataset is there in the end', async (_, routes, fault) => {
    const faults = Object.fromEntries(
      Object.entries(routes).map(([route, times]) => [route, Array(times).fill(fault)]),
    );
    const double = await hubDouble({ fault: inOrder(faults) });
    await publish(out, double);
    const { 'NOTES.md': notes, ...files } = filesAt(double);
    expect(files).toEqual(published(out));
    expect(notes !== undefined).toBe(fault === 'stale');
    expect(double.repositories.get(REPO)!.tags.size).toBe(1);
  });

  test('parts that fail are sent again', async () => {
    const fault = inOrder({ put: ['cut', 'unavailable', 'lost'], complete: ['unavailable', 'lost'] });
    const double = await hubDouble({ partBytes: 5000, fault });
    await publish(out, double);
    expect(filesAt(double)).toEqual(published(out));
  });

  test('a store of chunks that is gone is a failed network; one whose token was no longer valid is asked again', async () => {
    const gone = await hubDouble({ takesChunks: true, fault: (route) => (route === 'xorb' ? 'cut' : undefined) });
    await expect(publish(out, gone, { useXet: true })).rejects.toMatchObject({ code: 'network_failed' });
    expect(Object.keys(filesAt(gone))).toEqual(['.gitattributes']);
    const double = await hubDouble({ takesChunks: true, fault: inOrder({ shard: ['expired'] }) });
    await publish(out, double, { useXet: true });
    expect(filesAt(double)).toEqual(published(out));
  });

  test.each([
    ['503', 'unavailable'],
    ['cut connections', 'cut'],
    ['429', 'limited'],
  ] as const)('a Hub that has nothing but %s is a failed network, and nothing was committed', async (_, fault) => {
    const double = await hubDouble({ fault: (route) => (route === 'put' ? fault : undefined) });
    await expect(publish(out, double)).rejects.toMatchObject({ code: 'network_failed' });
    expect(Object.keys(filesAt(double))).toEqual(['.gitattributes']);
  });

  test('a store that never takes the bytes, or a branch that never stands still, ends after a bounded number of plans', async () => {
    for (const [route, fault] of [
      ['put', 'damaged'],
      ['commit', 'stale'],
    ] as const) {
      let times = 0;
      const double = await hubDouble({
        fault: (name) => {
          if (name === 'preupload') times++;
          return name === route ? fault : undefined;
        },
      });
      await expect(publish(out, double)).rejects.toMatchObject({ code: 'refused' });
      expect(times).toBe(5);
      expect(Object.keys(filesAt(double)).filter((path) => path.startsWith('data/'))).toEqual([]);
    }
  });

  test('a Hub that has another file than was committed is told', async () => {
    let trees = 0;
    const fault = (route: string) => (route === 'tree' && ++trees === 2 ? ('other' as const) : undefined);
    const double = await hubDouble({ fault });
    await expect(publish(out, double)).rejects.toMatchObject({ code: 'damaged_output' });
  });

  test('what arrived before a failure is not sent twice', async () => {
    let puts = 0;
    const double = await hubDouble({
      fault: (route) => (route === 'put' && ++puts > 4 && puts < 40 ? 'cut' : undefined),
    });
    await expect(publish(out, double)).rejects.toMatchObject({ code: 'network_failed' });
    puts = 40;
    await publish(out, double);
    const sent = double.requests.filter(({ route }) => route === 'put').map(({ path }) => path);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent.length).toBe(new Set(readManifest(out).shards.map(({ sha256 }) => sha256)).size);
    expect(filesAt(double)).toEqual(published(out));
  });
});

describe('it stops', () => {
  test('before it asked anything, if it was stopped before', async () => {
    const double = await hubDouble();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(publish(out, double, { signal })).rejects.toThrow('enough');
    expect(double.requests).toEqual([]);
  });

  test.each(['whoami', 'refs', 'create', 'tree', 'preupload', 'batch', 'put', 'commit'])(
    'at once, while %s is under way; the dataset is as it was, and the next run makes it whole',
    async (route) => {
      const stop = new AbortController();
      const fault = (name: string) => {
        if (name === route) stop.abort(new Error('enough'));
        return undefined;
      };
      const double = await hubDouble({ fault });
      await expect(publish(out, double, { signal: stop.signal })).rejects.toThrow('enough');
      if (route !== 'commit')
        expect(Object.keys(filesAt(double)).filter((path) => path !== '.gitattributes')).toEqual([]);
      await publish(out, double);
      expect(filesAt(double)).toEqual(published(out));
    },
  );
});

describe('it refuses', () => {
  const expectUntouched = (repositories: ReadonlyMap<string, Repository>) => expect(repositories.size).toBe(0);

  test.each([
    ['a shard that is missing', (folder: string, shard: string) => rmSync(join(folder, shard)), 'missing'],
    ['a shard that is too long', (folder: string, shard: string) => appendFileSync(join(folder, shard), 'x'), 'bytes'],
    ['a stray file', (folder: string) => writeFileSync(join(folder, 'data', 'x'), ''), 'not in the manifest'],
    [
      'a list of another build',
      (folder: string) => writeFileSync(join(folder, 'data_config.json'), '[]'),
      'data_config',
    ],
    ['a card of another build', (folder: string) => writeFileSync(join(folder, 'README.md'), ''), 'README.md'],
    ['a report that was changed', (folder: string) => appendFileSync(join(folder, 'report.html'), 'x'), 'report.html'],
    ['a folder without a manifest', (folder: string) => rmSync(join(folder, 'manifest.json')), 'no manifest here'],
  ] as const)('%s, before it asks anything', async (name, harm, found) => {
    const folder = join(root, name.replaceAll(' ', '-'));
    cpSync(old, folder, { recursive: true });
    harm(folder, readManifest(folder).shards[0]!.path);
    const double = await hubDouble();
    await expect(publish(folder, double)).rejects.toThrow(found);
    expect(double.requests).toEqual([]);
  });

  test('a shard with a flipped bit, which only its SHA-256 tells, before it is committed', async () => {
    const folder = join(root, 'flipped');
    cpSync(old, folder, { recursive: true });
    const { path } = readManifest(folder).shards[0]!;
    const bytes = readFileSync(join(folder, path));
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(join(folder, path), bytes);
    const double = await hubDouble();
    await expect(publish(folder, double)).rejects.toMatchObject({ code: 'damaged_output', parts: { at: path } });
    expect(Object.keys(filesAt(double))).toEqual(['.gitattributes']);
  });

  test.each([
    ['--repo', { repo: 'pairs' }],
    ['--repo', { repo: 'a/b/c' }],
    ['--repo', { repo: '../x' }],
    ['--revision', { revision: 'a b' }],
    ['--revision', { revision: '../main' }],
    ['--revision', { revision: '0'.repeat(40) }],
  ])('a %s that is none: %j', async (_, more) => {
    const double = await hubDouble();
    await expect(publish(out, double, more)).rejects.toMatchObject({ code: 'bad_usage' });
    expectUntouched(double.repositories);
  });

  test('to commit to a tag, and to publish in the open what was to be private', async () => {
    const double = await hubDouble();
    double.repositories.set(REPO, createRepository(REPO));
    await publish(out, double);
    await expect(publish(out, double, { revision: '2026-03-31' })).rejects.toMatchObject({ code: 'bad_usage' });
    await expect(publish(out, double, { isPrivate: true })).rejects.toMatchObject({ code: 'bad_usage' });
  });

  test('a Hub that is none', async () => {
    const double = await hubDouble();
    const error = await publish(out, { ...double, url: `${double.url}/elsewhere` }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'refused' });
  });
});
