// A mirror of object storage: what is seen, fetched, published and left alone, whatever the network does.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../../src/make-folder.ts';
import { testFolder } from '../build/dataset.ts';
import { testStorage } from './storage.ts';

const root = testFolder();
const storage = await testStorage(root);
const { objects } = storage;
const PATTERN = Uint8Array.from({ length: 251 }, (_, at) => at + 1);
const bytesOf = (size: number, first = 0) => Buffer.alloc(first + size, PATTERN).subarray(first);

beforeEach(() => {
  storage.failBy(() => undefined);
  for (const name of objects.names()) objects.remove(name);
});

/** A fresh mirror, and the path in it of a key of the bucket. */
function seeing() {
  const mirror = storage.mirror();
  return { mirror, path: (key: string) => mirror.path(`s3://bkt/${key}`) };
}

function write(path: string, data: string | Uint8Array): void {
  makeFolder(dirname(path));
  writeFileSync(path, data);
}

describe('what is looked at', () => {
  test('is there with its size, through all pages; JSON is there whole, of the rest nothing', async () => {
    for (let file = 0; file < 60; file++) objects.put(`bkt/out/file-${file}.rows`, bytesOf(100 + file));
    objects.put('bkt/out/record.json', Buffer.from('{}'));
    objects.put('bkt/outside/other.rows', bytesOf(5));
    objects.put('bkt/out/folder/', Buffer.alloc(0));
    const { mirror, path } = seeing();
    expect((await mirror.look(path('out'))).length).toBe(61);
    expect(statSync(path('out/file-59.rows')).size).toBe(159);
    expect(readFileSync(path('out/record.json'), 'utf8')).toBe('{}');
    expect(existsSync(path('outside'))).toBe(false);
    expect(storage.asked.filter((asked) => asked === 'GET bkt/out/file-59.rows')).toEqual([]);
  });

  test('has the date it was stored at, in whole seconds', async () => {
    objects.put('bkt/x.rows', bytesOf(3));
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    const { modified } = objects.get('bkt/x.rows')!;
    expect(statSync(path('x.rows')).mtimeMs).toBe(Math.floor(modified.getTime() / 1000) * 1000);
  });

  test('is gone when it was removed, and new when it was stored again', async () => {
    objects.put('bkt/out/a.json', Buffer.from('1'));
    objects.put('bkt/out/b.json', Buffer.from('1'));
    const { mirror, path } = seeing();
    await mirror.look(path('out'));
    objects.remove('bkt/out/a.json');
    objects.put('bkt/out/b.json', Buffer.from('22'));
    await mirror.look(path('out'));
    expect(existsSync(path('out/a.json'))).toBe(false);
    expect(readFileSync(path('out/b.json'), 'utf8')).toBe('22');
  });

  test.each(['bkt/out/../escaped.json', 'bkt/out//empty.json', 'bkt/out/./dot.json'])(
    'as %s is no path',
    async (name) => {
      objects.put(name, Buffer.from('{}'));
      const { mirror, path } = seeing();
      await expect(mirror.look(path('out'))).rejects.toMatchObject({ code: 'bad_input' });
    },
  );

  test.each(['s3://', 's3://bkt/a/../c', 's3://bkt//a'])('%s is no address', (address) => {
    const { mirror } = seeing();
    expect(() => mirror.path(address)).toThrow(expect.objectContaining({ code: 'bad_usage' }));
  });
});

describe('what is fetched', () => {
  const whole = bytesOf(300_000);

  test('are the bytes that are asked for, each once', async () => {
    objects.put('bkt/x.rows', whole);
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    await mirror.fetch(path('x.rows'), [{ from: 1000, to: 2000 }]);
    const found = readFileSync(path('x.rows'));
    expect(found.subarray(1000, 2000).equals(whole.subarray(1000, 2000))).toBe(true);
    expect(found.subarray(2000).every((byte) => byte === 0)).toBe(true);
    const before = storage.asked.length;
    await mirror.fetch(path('x.rows'), [{ from: 1200, to: 1900 }]);
    expect(storage.asked.length).toBe(before);
    await mirror.fetch(path('x.rows'));
    expect(readFileSync(path('x.rows')).equals(whole)).toBe(true);
  });

  test('comes whole through bodies that break off, servers that are busy and connections that are reset', async () => {
    objects.put('bkt/x.rows', whole);
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    const faults = ['cut', 'unavailable', 'cut', 'reset', 'cut'] as const;
    const first = storage.asked.length + 1;
    storage.failBy((_, number) => faults[number - first]);
    await mirror.fetch(path('x.rows'));
    expect(readFileSync(path('x.rows')).equals(whole)).toBe(true);
    expect(storage.asked.length - first + 1).toBe(faults.length + 1);
  });

  test('is the new object where it was replaced meanwhile', async () => {
    objects.put('bkt/x.rows', whole);
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    await mirror.fetch(path('x.rows'), [{ from: 0, to: 100 }]);
    objects.put('bkt/x.rows', bytesOf(200_000, 1));
    await mirror.fetch(path('x.rows'));
    expect(readFileSync(path('x.rows')).equals(bytesOf(200_000, 1))).toBe(true);
  });

  test('never ends up as holes when a network fails for good: that is said', async () => {
    objects.put('bkt/x.rows', whole);
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    storage.failBy(() => 'reset');
    await expect(mirror.fetch(path('x.rows'))).rejects.toMatchObject({ code: 'network_failed' });
  }, 60_000);

  test('can be read past the disk, from a byte on', async () => {
    objects.put('bkt/x.rows', whole);
    const { mirror, path } = seeing();
    await mirror.look(path('x.rows'));
    storage.failBy((asked, number) => (asked === 'GET bkt/x.rows' && number % 2 === 0 ? 'cut' : undefined));
    const chunks: Buffer[] = [];
    for await (const chunk of mirror.chunks(path('x.rows'), { from: 12_345 })) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).equals(whole.subarray(12_345))).toBe(true);
    expect(readFileSync(path('x.rows')).every((byte) => byte === 0)).toBe(true);
  });
});

describe('what was written here', () => {
  test('is published once it is asked for, the record last', async () => {
    const { mirror, path } = seeing();
    const names = ['out/a.rows', 'out/b.rows', 'out/unit.json'];
    for (const name of names) write(path(name), name);
    const before = storage.asked.length;
    await mirror.publish(names.map(path));
    expect(storage.asked.slice(before).at(-1)).toBe('PUT bkt/out/unit.json');
    expect(objects.names()).toEqual(names.map((name) => `bkt/${name}`));
  });

  test('is stored in parts if it is large, and the same bytes', async () => {
    const { mirror, path } = seeing();
    const large = bytesOf(20_000_000);
    write(path('large.rows'), large);
    storage.failBy((_, number) => (number % 3 === 0 ? 'unavailable' : undefined));
    await mirror.publish([path('large.rows')]);
    expect(objects.get('bkt/large.rows')!.bytes.equals(large)).toBe(true);
    expect(objects.get('bkt/large.rows')!.etag).toMatch(/-3"$/);
    expect(objects.openUploads()).toBe(0);
  });

  test('is stored first by one alone', async () => {
    const [one, other] = [seeing(), seeing()];
    for (const { path } of [one, other]) write(path('plan.json'), '{}');
    const first = await Promise.all([one, other].map(({ mirror, path }) => mirror.publishFirst(path('plan.json'))));
    expect(first.filter((isFirst) => isFirst)).toHaveLength(1);
  });

  test('stays as it is when others store the same, even before it is published', async () => {
    const { mirror, path } = seeing();
    objects.put('bkt/out/a.rows', Buffer.from('of another'));
    await mirror.look(path('out'));
    write(path('out/a.rows'), 'of this one');
    write(path('out/b.rows'), 'of this one');
    objects.put('bkt/out/a.rows', Buffer.from('stored again'));
    objects.put('bkt/out/b.rows', Buffer.from('of another'));
    await mirror.look(path('out'));
    await mirror.fetchAll(path('out'));
    expect(readFileSync(path('out/a.rows'), 'utf8')).toBe('of this one');
    expect(readFileSync(path('out/b.rows'), 'utf8')).toBe('of this one');
    await mirror.publishWritten(path('out'));
    expect(objects.get('bkt/out/a.rows')!.bytes.toString()).toBe('of this one');
  });

  test('is all that is published of a folder: what was only looked at is not', async () => {
    objects.put('bkt/out/seen.rows', bytesOf(9));
    const { mirror, path } = seeing();
    await mirror.look(path('out'));
    for (const name of ['a', 'manifest', 'z']) write(path(`out/${name}.json`), name);
    const before = storage.asked.length;
    await mirror.publishWritten(path('out'), { but: [path('out/z.json')], last: path('out/manifest.json') });
    expect(storage.asked.slice(before)).toEqual(['PUT bkt/out/a.json', 'PUT bkt/out/manifest.json']);
  });

  test('is removed for all', async () => {
    const { mirror, path } = seeing();
    write(path('a.json'), '{}');
    await mirror.publish([path('a.json')]);
    await mirror.remove(path('a.json'));
    expect([objects.names(), existsSync(path('a.json'))]).toEqual([[], false]);
  });
});

test('addresses and paths stand for each other, and messages name addresses', () => {
  const { mirror, path } = seeing();
  expect(mirror.address(path('some/key'))).toBe('s3://bkt/some/key');
  expect(mirror.address('/elsewhere')).toBe('/elsewhere');
  expect(mirror.path('/elsewhere')).toBe('/elsewhere');
  expect(mirror.withAddresses(`in ${path('k')}: bad`)).toBe('in s3://bkt/k: bad');
});
