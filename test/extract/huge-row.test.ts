import { expect, it } from 'vitest';
import { cutBlocks } from '../../src/extract/cut-blocks.ts';
import { readPosts } from '../../src/extract/read-posts.ts';

const MEBIBYTE = 2 ** 20;
const ROW_BYTES = 1024 * MEBIBYTE;

async function* hugeRow(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<posts><row Id="1" PostTypeId="1" /><row Id="2" PostTypeId="1" Body="');
  const text = Buffer.alloc(MEBIBYTE, 'endless &lt;text&gt; ');
  for (let sent = 0; sent < ROW_BYTES; sent += text.length) yield text;
  yield Buffer.from('" /><row Id="3" PostTypeId="1" /></posts>');
}

it('a row of 1 GiB is left out, counted, and never held', async () => {
  const before = process.memoryUsage().rss;
  let peak = before;
  const seen: unknown[] = [];
  for await (const block of cutBlocks(hugeRow())) {
    readPosts(block, { post: ({ id }) => seen.push(id), damaged: (reason) => seen.push(reason) });
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  expect(seen).toEqual([1, 'oversized_row', 3]);
  expect((peak - before) / MEBIBYTE).toBeLessThan(96);
});

it('rows longer than a block are read, whatever their shape', async () => {
  const text = '&lt;p&gt;&#xA;'.repeat(MEBIBYTE / 4);
  const rows = [`<row Id="1" PostTypeId="1" Body="${text}" />`, `<row Id="2" PostTypeId="1" Body='${text}' />`];
  const bytes: number[] = [];
  async function* file() {
    yield Buffer.from(`<posts>${rows.join('')}</posts>`);
  }
  for await (const block of cutBlocks(file(), { maxRowBytes: 16 * MEBIBYTE })) {
    readPosts(block, {
      post: ({ body }) => bytes.push(body.length),
      damaged: (_, __, detail) => expect(detail).toBe(''),
    });
  }
  expect(bytes).toEqual([MEBIBYTE, MEBIBYTE]);
});
