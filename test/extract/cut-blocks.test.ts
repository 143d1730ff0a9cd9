import { describe, expect, it } from 'vitest';
import { cutBlocks } from '../../src/extract/cut-blocks.ts';
import type { CutEnd, CutOptions } from '../../src/extract/row-cutter.ts';
import type { Block } from '../../src/types.ts';
import { ODD_ROWS } from './odd-rows.ts';
import { chunked, readDump, type Visit } from './read-dump.ts';

const LIMIT = 12_000;
const COMMENTS = '<!-- kept out: <row Id="50" PostTypeId="1" /> --><!-- <row Id="51" PostTypeId="1" />\r\n-->';
const LONG_ROW = `<row Id="60" PostTypeId="1" Body="${'long '.repeat(LIMIT)}" />`;
const ROWS = ODD_ROWS.map(({ xml }) => xml);
const ALL = Buffer.from(
  [
    '\ufeff<?xml version="1.0"?><posts>',
    COMMENTS,
    ...ROWS,
    COMMENTS,
    LONG_ROW,
    ...ROWS,
    LONG_ROW,
    LONG_ROW,
    '</posts>',
  ].join('\r\n  '),
);

async function cut(
  xml: string | Buffer,
  options: CutOptions & { chunk?: number } = {},
): Promise<{ blocks: Block[]; end: CutEnd }> {
  const cutting = cutBlocks(chunked(Buffer.from(xml), options.chunk ?? 1000), options);
  const blocks: Block[] = [];
  for (;;) {
    const { done, value } = await cutting.next();
    if (done) return { blocks, end: value };
    blocks.push(value);
  }
}

const texts = (blocks: readonly Block[]) => blocks.map(({ bytes }) => Buffer.from(bytes).toString());

describe('blocks', () => {
  it('are cut just before rows, and hold all bytes', async () => {
    const { blocks } = await cut('<posts> <row a="1"/> <row\nb="2"/><rows/> <row c="3"/></posts>', { blockBytes: 10 });
    expect(texts(blocks)).toEqual(['<posts> ', '<row a="1"/> ', '<row\nb="2"/><rows/> ', '<row c="3"/></posts>']);
  });

  it('own their memory', async () => {
    const { blocks } = await cut(ALL, { blockBytes: 4096 });
    for (const { bytes } of blocks) expect([bytes.byteOffset, bytes.buffer.byteLength]).toEqual([0, bytes.byteLength]);
  });

  it('know their byte', async () => {
    const { blocks } = await cut(ALL, { blockBytes: 512 });
    for (const { bytes, byte } of blocks) expect(ALL.subarray(byte, byte + bytes.length).equals(bytes)).toBe(true);
  });

  it('are the same for all chunk sizes', async () => {
    const whole = await cut(ALL, { blockBytes: 3000, maxRowBytes: LIMIT, chunk: 1 << 20 });
    for (const chunk of [1, 2, 7, 64, 4096]) {
      expect(await cut(ALL, { blockBytes: 3000, maxRowBytes: LIMIT, chunk })).toEqual(whole);
    }
  });
});

describe('blocks that are lent', () => {
  it.each([1, 7, 1000, 1 << 20])(
    'are the same, whatever is written over the window meanwhile, in chunks of %i',
    async (chunk) => {
      const window = Buffer.alloc(1 << 17);
      for (const options of [
        { blockBytes: 100 },
        { blockBytes: 3000, from: 5, to: 9000 },
        { blockBytes: 1e5, window },
      ]) {
        const owned = await cut(ALL, { ...options, maxRowBytes: LIMIT, chunk });
        const cutting = cutBlocks(chunked(ALL, chunk), { ...options, maxRowBytes: LIMIT, lends: true });
        const blocks: Block[] = [];
        let next = await cutting.next();
        for (; !next.done; next = await cutting.next()) {
          const { bytes } = next.value;
          blocks.push({ ...next.value, bytes: Buffer.from(bytes) });
          new Uint8Array(bytes.buffer).fill(0x3c);
        }
        expect({ blocks, end: next.value }).toEqual(owned);
      }
    },
  );
});

describe('reading', () => {
  const options = { maxRowBytes: LIMIT };

  it('gives the same for all block sizes', async () => {
    const whole = await readDump(ALL, options);
    expect(whole.rows).toBe(2 * ROWS.length + 3);
    expect(whole.visits.filter((visit) => 'reason' in visit && visit.reason === 'oversized_row')).toHaveLength(3);
    for (const blockBytes of [1, 10, 100, 1000, 4096, 10_000, LIMIT, 1e6]) {
      const { visits, ...rest } = await readDump(ALL, { ...options, blockBytes });
      expect({ ...rest, visits: visits.map(unplaced) }).toEqual({ ...whole, visits: whole.visits.map(unplaced) });
    }
  });

  it('gives each row to one range, wherever the ranges meet', async () => {
    const rows = [1, 2, 3, 4].map((id) => `<row Id="${id}" PostTypeId="1" Title="a > b" />\r\n<rows/>`);
    const xml = Buffer.from(
      `<posts>${rows.join('')}<row Id='5' /><row Title="${'long '.repeat(99)}" />${rows.join('')}</posts>`,
    );
    const whole = await readDump(xml, { maxRowBytes: 300 });
    for (let to = 0; to <= xml.length + 1; to++) {
      const before = await readDump(xml, { maxRowBytes: 300, to });
      const after = await readDump(xml, { maxRowBytes: 300, from: to, blockBytes: 50 });
      expect([...before.visits, ...after.visits].map(unplaced)).toEqual(whole.visits.map(unplaced));
      expect(before.end.closed || after.end.closed || to > xml.length - 8).toBe(true);
    }
  });

  it('gives each row to one of many small ranges', async () => {
    const whole = await readDump(ALL.subarray(ALL.indexOf('<row Id="7"')), options);
    const xml = ALL.subarray(ALL.indexOf('<row Id="7"'));
    const visits = [];
    for (let from = 0; from < xml.length; from += 977) {
      visits.push(...(await readDump(xml, { ...options, from, to: from + 977, chunk: 300 })).visits);
    }
    expect(visits.filter((visit) => !('post' in visit) || visit.post.id < 50).map(unplaced)).toEqual(
      whole.visits.filter((visit) => !('post' in visit) || visit.post.id < 50).map(unplaced),
    );
  });

  it('stops taking chunks when the range is over', async () => {
    let taken = 0;
    async function* chunks() {
      for (;;) yield Buffer.from(`<row Id="${++taken}" PostTypeId="1" />\n`.padEnd(100));
    }
    const cutting = cutBlocks(chunks(), { to: 10_000 });
    while (!(await cutting.next()).done);
    expect(taken).toBeLessThan(1000);
  });
});

describe('a long comment', () => {
  const row = (id: number) => `<row Id="${id}" PostTypeId="1" />`;
  const filler = 'x'.repeat(400);
  it.each([
    ['within the limit hides its rows', `${row(1)}<!-- ${filler}${row(2)} -->${row(3)}`, 2],
    ['beyond the limit is not believed', `${row(1)}<!-- ${filler}${row(2)}${filler}${row(3)} -->${row(4)}`, 4],
    ['without end is not believed', `${row(1)}<!-- ${row(2)}${filler}${filler}${row(3)}`, 3],
    ['in one that is not believed is not believed', `${row(1)}<!-- ${row(2)}<!-- ${row(3)}${filler}${filler}-->`, 3],
    ['that is not believed makes no row of what is none', `${row(1)}<row<!-- Id="2" />${row(3)}`, 2],
    ['after one that is not believed hides its rows', `<!-- ${filler}${filler}--> <!-- ${row(2)} -->${row(3)}`, 1],
  ])('%s', async (_, xml, rows) => {
    for (const blockBytes of [1, 50, 100, 1000]) {
      for (const chunk of [1, 64, 4096]) {
        expect((await readDump(xml, { maxRowBytes: 600, blockBytes, chunk })).rows).toBe(rows);
      }
    }
  });
});

describe('the end', () => {
  it.each([
    ['an empty file', '', { bytes: 0, reachedEnd: true, closed: false }],
    ['a whole file', '<posts><row a="1"/></posts>\n', { bytes: 28, reachedEnd: true, closed: true }],
    ['no rows', '<posts></posts>', { bytes: 15, reachedEnd: true, closed: true }],
    ['a file cut short', '<posts><row a="1"/>', { bytes: 19, reachedEnd: true, closed: false }],
    ['a file cut in a row', '<posts><row a="1"', { bytes: 17, reachedEnd: true, closed: false }],
    ['rows after the end', '<posts></posts><row a="1"/>', { bytes: 27, reachedEnd: true, closed: false }],
  ])('of %s is told', async (_, xml, end) => {
    for (const chunk of [1, 3, 100]) {
      for (const blockBytes of [1, 5, 1000]) expect((await cut(xml, { chunk, blockBytes })).end).toMatchObject(end);
    }
  });

  it('is not reached by a range', async () => {
    const { blocks, end } = await cut('<posts><row a="1"/><row b="2"/></posts>', { to: 12 });
    expect(texts(blocks)).toEqual(['<posts><row a="1"/>']);
    expect(end.reachedEnd).toBe(false);
  });

  it('counts an oversized last row', async () => {
    const { blocks, end } = await cut(`<posts>${LONG_ROW}</posts>`, { maxRowBytes: 1000 });
    expect(blocks.reduce((sum, { oversizedRows }) => sum + oversizedRows, 0)).toBe(1);
    expect(end.closed).toBe(true);
  });
});

// An oversized row is placed where the block after it begins, which depends on the block size.
function unplaced(visit: Visit): Visit {
  return 'reason' in visit && visit.reason === 'oversized_row' ? { ...visit, byte: 0 } : visit;
}
