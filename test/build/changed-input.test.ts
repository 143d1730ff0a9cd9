// What an earlier run made is taken over only if it was made of the same: files that changed, other bytes on standard
// input, another Node.
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { buildFrom, digestsOf, testFolder, UNFILTERED } from './dataset.ts';
import { postsXml, writeDump } from './dump.ts';

const root = testFolder();
const one = Buffer.from(postsXml([{ id: 1 }, { id: 2 }]));
const other = Buffer.from(postsXml([{ id: 1 }, { id: 3 }]));

describe('standard input', () => {
  const fromStdin = (bytes: Uint8Array, out: string) =>
    buildFrom(['-'], out, { stdin: Readable.from([bytes]), stdinSite: 'bells', pipeline: UNFILTERED });

  test('that comes again with the same bytes is done at once', async () => {
    const out = join(root, 'same');
    const manifest = await fromStdin(one, out);
    expect(await fromStdin(one, out)).toEqual(manifest);
  });

  test('that comes with other bytes is refused, and the build stays', async () => {
    const out = join(root, 'other');
    await fromStdin(one, out);
    const before = digestsOf(out);
    await expect(fromStdin(other, out)).rejects.toMatchObject({
      code: 'bad_usage',
      message: expect.stringContaining('a build of something else that came on standard input'),
    });
    expect(digestsOf(out)).toEqual(before);
  });

  test('that was routed by a run that was killed is not taken for other bytes', async () => {
    const out = join(root, 'killed');
    const manifest = await fromStdin(one, out);
    rmSync(join(out, 'manifest.json'));
    await expect(fromStdin(other, out)).rejects.toMatchObject({ code: 'bad_usage' });
    expect(await fromStdin(one, out)).toEqual(manifest);
  });
});

describe('a file that changes while it is read', () => {
  test.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, one)],
    ['is replaced by one of the same size', (path) => writeFileSync(path, readFileSync(path))],
  ])('and %s fails the build', async (name, change) => {
    const dump = writeDump(join(root, name), { bells: [{ id: 1 }, { id: 2 }] });
    const path = join(dump, 'bells', 'Posts.xml');
    const onProgress = () => change(path);
    await expect(buildFrom([dump], join(root, `${name}-out`), { onProgress })).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(/^bells\/Posts\.xml: the file changed while it was read/),
    });
  });
});

test('what another Node has begun is not gone on with', async () => {
  const dump = writeDump(join(root, 'node'), { bells: [{ id: 1 }] });
  const out = join(root, 'node-out');
  await buildFrom([dump], out);
  const plan = join(out, '.work', 'plan.json');
  writeFileSync(plan, readFileSync(plan, 'utf8').replace(/"node": "\d+"/, '"node": "18"'));
  await expect(buildFrom([dump], out)).rejects.toThrow('a build of another plan (runtime)');
});

test('dropped rows that are gone are kept again', async () => {
  const dump = writeDump(join(root, 'dropped'), { bells: [{ id: 1 }, { id: 2, votes: -1 }] });
  const out = join(root, 'dropped-out');
  await buildFrom([dump], out, { keepDropped: true });
  const before = digestsOf(out);
  rmSync(join(out, 'dropped'), { recursive: true });
  await buildFrom([dump], out, { keepDropped: true });
  expect(digestsOf(out)).toEqual(before);
});
