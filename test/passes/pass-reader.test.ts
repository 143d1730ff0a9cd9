// Blocks routed in one pass over bytes leave what the steps leave, to the byte: on the sample with all its oddities, on
// rows no parser likes, and on real dumps where STACKPAIRS_DUMPS names a folder of them.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlToText, length, squeeze, titleBody, titleNotices } from '../../src/clean/index.ts';
import { cutBlocks, findInputs, openInput } from '../../src/extract/index.ts';
import { scriptPass, wasmPass } from '../../src/kernel/index.ts';
import { createRouter } from '../../src/passes/route.ts';
import { definePipeline } from '../../src/pipeline.ts';
import { writeSample } from '../../src/sample/index.ts';
import type { Run } from '../../src/spill/index.ts';
import type { Block } from '../../src/types.ts';
import { block, LAYOUT, row } from './helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
const dumps = process.env.STACKPAIRS_DUMPS ?? '';
afterAll(() => rmSync(folder, { recursive: true }));

const pipeline = definePipeline({
  name: 'all',
  pairs: [titleBody()],
  fabricated: 'keep',
  clean: [titleNotices(), htmlToText(), squeeze(), length('title', { min: 1 }), length('body', { max: 9000 })],
});
const bySteps = createRouter(pipeline, LAYOUT);
const inScript = createRouter(pipeline, LAYOUT, { pass: scriptPass() });
const inWasm = createRouter(pipeline, LAYOUT, { pass: wasmPass() });

/** What a block leaves behind both ways; runs as their digests, which compare in no time. */
function bothWays(given: Block) {
  const digest = ({ bytes, ends }: Run) => [hash('sha256', bytes), hash('sha256', ends)];
  return [bySteps, inScript, inWasm].map((route) => {
    const task = {
      kind: 'route',
      input: 0,
      site: 'x.stackexchange.com',
      maxRows: Infinity,
      keepDropped: false,
    } as const;
    const { spent: _, records, entries, dropped, ...rest } = route({ ...task, block: structuredClone(given) });
    return { ...rest, records: digest(records), entries: digest(entries), dropped: digest(dropped) };
  });
}

async function compareAll(path: string): Promise<number> {
  let kept = 0;
  for (const input of await findInputs([path])) {
    for await (const given of cutBlocks(openInput(input), { blockBytes: 512 * 1024 })) {
      const [slow, script, wasm] = bothWays(given);
      kept += slow!.book.kept;
      expect(script).toEqual(slow);
      expect(wasm).toEqual(slow);
    }
  }
  return kept;
}

describe('routing by bytes and by steps is the same', () => {
  beforeAll(() => writeSample(folder, { bytes: 6_000_000, anomalies: 0.1 }));

  test('on a sample full of oddities', async () => {
    expect(await compareAll(folder)).toBeGreaterThan(1000);
  });

  test.each([
    ['as a number', '&#60;p&#62;one&#60;/p&#62; two'],
    ['with a forbidden character', '&lt;p&gt;one &#x1; two'],
    ['with white space as it is', '&lt;pre&gt;one\r\n\ttwo&lt;/pre&gt;'],
    ['with nothing in it', ''],
    ['with nothing but a gap', '&lt;p&gt;&lt;/p&gt;'],
  ])('on a body written %s', (_, body) => {
    const [slow, script, wasm] = bothWays(block(row(1, { Body: body }), row(2)));
    expect(slow!.book.kept).toBeGreaterThan(0);
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  });

  test('on a row in single quotes', () => {
    const [slow, script, wasm] = bothWays(block(row(1, { Body: '&lt;p&gt;one &amp;amp; two' }).replaceAll('"', "'")));
    expect(slow!.book.kept).toBe(1);
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  });

  test
    .skipIf(dumps === '')
    .each([
      'cardano.stackexchange.com-2021-12',
      'beer.stackexchange.com-2016-09',
      'beer.stackexchange.com-2020-06',
      'bicycles.meta.stackexchange.com-2023-09',
    ])('on %s', async (dump) => {
    expect(await compareAll(join(dumps, dump))).toBeGreaterThan(100);
  });
});
