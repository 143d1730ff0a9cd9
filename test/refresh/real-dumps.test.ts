// A refresh of real dumps, beer of 2016 to beer of 2020, through the double: the difference is that of a plain count.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { buildFrom, digestsOf, rowsIn, UNFILTERED } from '../build/dataset.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { archiveOf } from './archive.ts';
import { refreshFrom } from './dumps.ts';

const DUMPS = env.STACKPAIRS_DUMPS ?? '';
const SITE = 'beer.stackexchange.com';
const [OLD, NEW] = ['stackexchange_20160930', 'stackexchange_20200630'];

describe.skipIf(DUMPS === '')('beer of 2016 and of 2020', () => {
  test('differ by what a plain count of their rows says', async () => {
    const state = makeFolder();
    const archive = await archiveOf({
      [OLD]: { [`${OLD}/${SITE}-Posts.xml`]: readFileSync(join(DUMPS, `${SITE}-2016-09`, 'Posts.xml')) },
    });
    await refreshFrom(archive.base, state);
    const before = textsById(join(state, 'current'));
    archive.put(NEW, { [`${NEW}/${SITE}.7z`]: readFileSync(join(DUMPS, `${SITE}-2020-06`, `${SITE}.7z`)) });
    const { difference } = await refreshFrom(archive.base, state);
    const after = textsById(join(state, 'current'));
    const both = [...before.keys()].filter((id) => after.has(id));
    expect(difference?.configs[0]).toMatchObject({
      before: before.size,
      after: after.size,
      added: after.size - both.length,
      removed: before.size - both.length,
      // Texts that differ in case or white space alone have the same fingerprint.
      edited: both.filter((id) => after.get(id) !== before.get(id)).length,
      moved: 0,
    });
    expect(before.size).toBeGreaterThan(500);
    expect(after.size).toBeGreaterThan(900);
    const full = makeFolder();
    await buildFrom([join(state, 'dumps')], full, { pipeline: UNFILTERED });
    expect(digestsOf(join(state, 'current'))).toEqual(digestsOf(full));
    expect(await refreshFrom(archive.base, state)).toMatchObject({ isDue: false });
  });
});

function textsById(out: string): Map<number, string> {
  const normal = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  return new Map(
    rowsIn(out).map(({ texts, provenance }) => [provenance.questionId, Object.values(texts).map(normal).join('\n\n')]),
  );
}
