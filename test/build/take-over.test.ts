// A build that takes over what an earlier one read: only dumps that changed are read, and the dataset is that of a full build.
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keepReusable } from '../../src/build.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { writeSample } from '../../src/sample/index.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { buildFrom, digestsOf, type Options } from './dataset.ts';
import { postsXml, type Question, writeDump } from './dump.ts';

const several = (from: number, to: number, more: Partial<Question> = {}): Question[] =>
  Array.from({ length: to - from }, (_, at) => ({ id: from + at, ...more }));
// Of the same texts on several sites some are duplicates, which are judged by the numbers of their inputs.
const bells = several(1, 300);
const lanterns = several(200, 420);
const wicks = several(100, 260);

/** A dump whose rows cannot be read any more, and nobody can tell by its name, size or date. */
function spoil(path: string): void {
  const { size, atime, mtime } = statSync(path);
  writeFileSync(path, Buffer.alloc(size, '#'));
  utimesSync(path, atime, mtime);
}

/** Builds twice from the second dumps: in full, and on what the first build left, with all dumps spoilt that did not change. */
async function both(sites: Sites, options: Options = {}) {
  const folder = makeFolder();
  const dumps = writeDump(join(folder, 'dumps'), sites.before);
  const [first, full, taken] = ['first', 'full', 'taken'].map((name) => join(folder, name)) as [string, string, string];
  await buildFrom([dumps], first, options);
  keepReusable(first);
  for (const site of sites.gone ?? []) rmSync(join(dumps, site), { recursive: true });
  writeDump(dumps, sites.changed);
  await buildFrom([dumps], full, options);
  const same = readdirSync(dumps).filter((site) => !(site in sites.changed));
  for (const site of same) spoil(join(dumps, site, 'Posts.xml'));
  await buildFrom([dumps], taken, { ...options, reuse: first });
  return { taken: digestsOf(taken), full: digestsOf(full), same };
}

interface Sites {
  readonly before: Readonly<Record<string, readonly Question[]>>;
  /** New ones, too. */
  readonly changed: Readonly<Record<string, readonly Question[]>>;
  readonly gone?: readonly string[];
}

describe('of three sites, one of which changed', () => {
  test.each([0, 2])('with %i threads, the others are not read', async (threads) => {
    const before = { bells, lanterns, wicks };
    const { taken, full, same } = await both({ before, changed: { lanterns: several(200, 500) } }, { threads });
    expect(same).toEqual(['bells', 'wicks']);
    expect(taken).toEqual(full);
  });

  test('files that are read in several units, too', async () => {
    const before = { bells, lanterns, wicks };
    const tuning = { unitBytes: 20_000 };
    const { taken, full } = await both({ before, changed: { wicks: several(100, 300) } }, { tuning });
    expect(taken).toEqual(full);
  });

  test('dropped rows that are kept, too', async () => {
    const low = several(900, 960, { votes: -1 });
    const before = { bells: [...bells, ...low], lanterns, wicks };
    const { taken, full } = await both({ before, changed: { lanterns: wicks } }, { keepDropped: true });
    expect(taken).toEqual(full);
    expect(Object.keys(taken).some((path) => path.startsWith('dropped/'))).toBe(true);
  });
});

test('sites that come before, between and behind the others change their numbers, and nothing else', async () => {
  const changed = { anvils: several(50, 150), candles: several(10, 60), zithers: several(240, 350) };
  const { taken, full } = await both({ before: { bells, lanterns, wicks }, changed, gone: ['lanterns'] });
  expect(taken).toEqual(full);
});

test('pairs that are joined of posts and links are those of a full build, and neither table is read again', async () => {
  const pipeline = fileURLToPath(new URL('linked.ts', import.meta.url));
  const folder = makeFolder();
  const [dumps, first, full, taken] = ['dumps', 'first', 'full', 'taken'].map((name) => join(folder, name)) as Four;
  for (const [site, seed] of [
    ['bells', 1],
    ['lanterns', 2],
  ] as const)
    await writeSite(dumps, site, seed);
  await buildFrom([dumps], first, { pipeline });
  keepReusable(first);
  await writeSite(dumps, 'lanterns', 3);
  await writeSite(dumps, 'anvils', 4);
  await buildFrom([dumps], full, { pipeline });
  for (const table of ['Posts', 'PostLinks']) spoil(join(dumps, 'bells', `${table}.xml`));
  await buildFrom([dumps], taken, { pipeline, reuse: first });
  expect(digestsOf(taken)).toEqual(digestsOf(full));
  expect(readManifest(full).splits).toMatchObject({ 'duplicates-title': { train: expect.any(Number) } });
});

test('users of all sites are read again, and authors are named as in a full build', async () => {
  const folder = makeFolder();
  const dumps = writeDump(join(folder, 'dumps'), { bells, lanterns });
  const nameUsers = (site: string, name: string) =>
    writeFileSync(join(dumps, site, 'Users.xml'), `<users><row Id="7" DisplayName="${name}" /></users>`);
  nameUsers('bells', 'Ann');
  nameUsers('lanterns', 'Bo');
  const [first, full, taken] = ['first', 'full', 'taken'].map((name) => join(folder, name)) as [string, string, string];
  await buildFrom([dumps], first);
  keepReusable(first);
  writeDump(dumps, { anvils: several(50, 150) });
  nameUsers('anvils', 'Cy');
  nameUsers('lanterns', 'Benedict');
  await buildFrom([dumps], full);
  for (const site of ['bells', 'lanterns']) spoil(join(dumps, site, 'Posts.xml'));
  await buildFrom([dumps], taken, { reuse: first });
  expect(digestsOf(taken)).toEqual(digestsOf(full));
  expect(readManifest(taken).authors).toMatchObject({ unnamed: 0, users: 3 });
});

type Four = [string, string, string, string];

/** A site with answers and links. */
async function writeSite(dumps: string, site: string, seed: number): Promise<void> {
  const sample = makeFolder();
  await writeSample(sample, { bytes: 2_000_000, seed });
  const tables = readdirSync(sample, { recursive: true, encoding: 'utf8' });
  mkdirSync(join(dumps, site), { recursive: true });
  for (const table of ['Posts.xml', 'PostLinks.xml']) {
    copyFileSync(join(sample, tables.find((path) => path.endsWith(`/${table}`))!), join(dumps, site, table));
  }
}

describe('all is read again', () => {
  const dumpOf = () => writeDump(join(makeFolder(), 'dumps'), { bells, lanterns });

  test('where the work folder is gone', async () => {
    const [dumps, folder] = [dumpOf(), makeFolder()];
    await buildFrom([dumps], join(folder, 'first'));
    rmSync(join(folder, 'first', '.work'), { recursive: true });
    await buildFrom([dumps], join(folder, 'second'), { reuse: join(folder, 'first') });
    expect(digestsOf(join(folder, 'second'))).toEqual(digestsOf(join(folder, 'first')));
  });

  test.each(['records', 'entries', 'json'])('where its .%s are damaged', async (kind) => {
    const [dumps, folder] = [dumpOf(), makeFolder()];
    const work = join(folder, 'first', '.work');
    await buildFrom([dumps], join(folder, 'first'));
    for (const name of readdirSync(work).filter((name) => name.endsWith(`.${kind}`)))
      writeFileSync(join(work, name), 'x');
    await buildFrom([dumps], join(folder, 'second'), { reuse: join(folder, 'first') });
    expect(digestsOf(join(folder, 'second'))).toEqual(digestsOf(join(folder, 'first')));
  });

  test('where the pipeline is another one', async () => {
    const [dumps, folder] = [dumpOf(), makeFolder()];
    await buildFrom([dumps], join(folder, 'first'));
    const pipeline = fileURLToPath(new URL('unfiltered.ts', import.meta.url));
    await buildFrom([dumps], join(folder, 'full'), { pipeline });
    await buildFrom([dumps], join(folder, 'second'), { pipeline, reuse: join(folder, 'first') });
    expect(digestsOf(join(folder, 'second'))).toEqual(digestsOf(join(folder, 'full')));
  });

  test('of a dump that has the same size and another date', async () => {
    const [dumps, folder] = [dumpOf(), makeFolder()];
    await buildFrom([dumps], join(folder, 'first'));
    const path = join(dumps, 'bells', 'Posts.xml');
    const { atimeMs, mtimeMs } = statSync(path);
    writeFileSync(path, postsXml(bells).replaceAll('wick', 'bulb'));
    utimesSync(path, atimeMs / 1000, mtimeMs / 1000 + 1);
    await buildFrom([dumps], join(folder, 'full'));
    await buildFrom([dumps], join(folder, 'second'), { reuse: join(folder, 'first') });
    expect(digestsOf(join(folder, 'second'))).toEqual(digestsOf(join(folder, 'full')));
  });
});
