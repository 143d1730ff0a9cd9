// The route pass with workers made for the test: what is done once, what is done again, and who is left at work when
// something fails.
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { PassContext } from '../../src/passes/context.ts';
import type { Plan, Unit } from '../../src/passes/plan.ts';
import { routePass } from '../../src/passes/route-pass.ts';
import type { Block } from '../../src/types.ts';
import type { Task } from '../../src/workers/perform.ts';
import { createPerformer, type Perform } from '../../src/workers/perform.ts';
import { bareInput, makeFolder } from '../extract/dump-files.ts';
import { LAYOUT, pipelineWith, row, SITE } from './helpers.ts';

const UNITS = 6;

/** Pieces of one file, a unit each, all with rows of their own. */
function contextOf(before: (task: Task) => Promise<void> = async () => {}, parts: Partial<Plan> = {}) {
  const path = join(makeFolder({ 'Posts.xml': 'digested' }), 'Posts.xml');
  const work = makeFolder();
  const units = Array.from({ length: UNITS }, (_, unit): Unit => ({ unit, input: 0, from: 0, to: null }));
  const input = { file: 'beer.7z', site: SITE, container: 'gz', dumpDate: null, bytes: 8, modified: 0 } as const;
  const plan: Plan = {
    formatVersion: 1,
    stackpairs: '0',
    runtime: { node: '20', unicode: '15' },
    format: 'arrow',
    pipeline: '',
    limit: null,
    takedowns: null,
    strict: false,
    keepDropped: false,
    pairs: [],
    against: [],
    benchmarks: [],
    contamination: null,
    inputs: [input],
    tables: [],
    units,
    layout: LAYOUT,
    ...parts,
  };
  const performed: Task[] = [];
  const perform = createPerformer(pipelineWith(), { layout: LAYOUT, kernel: 'wasm' });
  let isClosed = false;
  const workers = {
    threads: 3,
    width: 3,
    perform: (async (task: Task) => {
      if (isClosed) throw new Error('closed');
      // A copy, since a block is used up by its task and its memory is shared.
      performed.push(task.kind === 'route' ? { ...task, block: copyOf(task.block) } : task);
      await before(task);
      return perform(task);
    }) as Perform,
    close: async () => {
      isClosed = true;
    },
  };
  async function* open({ unit }: Unit) {
    const end = unit === UNITS - 1 ? '</posts>' : '';
    yield Buffer.from(`${row(unit + 1)}${row(unit + 101, { PostTypeId: 2 })}${end}`);
  }
  const context = {
    plan,
    inputs: [bareInput(path, 'gz')],
    tables: [],
    joins: false,
    work,
    workers,
    open,
    onProgress: () => {},
  };
  return { context: context as unknown as PassContext, performed, work };
}

const copyOf = (block: Block): Block => ({ ...block, bytes: Buffer.from(block.bytes) });

const isOf = (unit: number) => (task: Task) =>
  task.kind === 'route' && [1, 101].some((first) => Buffer.from(task.block.bytes).includes(`Id="${unit + first}"`));

test('every unit is routed, and the books add up', async () => {
  const { context, work } = contextOf();
  const {
    rows: { counts },
    books: [books],
    digests,
  } = await routePass(context);
  expect(books).toEqual([{ rows: 12, kept: 6, dropped: { not_a_question: 6 }, repaired: 0 }]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
  expect(digests).toMatchObject([{ bytes: 8 }]);
  expect(readdirSync(work).filter((name) => name.endsWith('.json'))).toHaveLength(UNITS + 1);
});

describe('a pass that is repeated', () => {
  test('does nothing again', async () => {
    const { context, performed } = contextOf();
    const first = await routePass(context);
    performed.length = 0;
    expect(await routePass(context)).toEqual(first);
    expect(performed).toEqual([]);
  });

  test('does a unit again whose spill was harmed, and no other', async () => {
    const { context, performed, work } = contextOf();
    const first = await routePass(context);
    performed.length = 0;
    truncateSync(join(work, 'route-000002.records'), 10);
    expect(await routePass(context)).toEqual(first);
    expect(performed).not.toEqual([]);
    expect(performed.filter((task) => !isOf(2)(task))).toEqual([]);
  });
});

describe('when a unit fails', () => {
  const failAt = (unit: number) => async (task: Task) => {
    if (isOf(unit)(task)) throw new Error(`unit ${unit} failed`);
    await setTimeout(20);
  };

  test('its failure is that of the pass', async () => {
    await expect(routePass(contextOf(failAt(1)).context)).rejects.toThrow('unit 1 failed');
  });

  test('nobody is left writing, and nothing half-written is left', async () => {
    const { context, work } = contextOf(failAt(0));
    await expect(routePass(context)).rejects.toThrow('unit 0 failed');
    const left = readdirSync(work);
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await setTimeout(60);
    expect(readdirSync(work)).toEqual(left);
  });

  test('no unit is begun after it', async () => {
    const { context, performed } = contextOf(failAt(0));
    await expect(routePass(context)).rejects.toThrow();
    await setTimeout(60);
    expect(performed.filter(isOf(UNITS - 1))).toEqual([]);
  });

  test('a digest that fails counts as well', async () => {
    const failDigest = async ({ kind }: Task) => {
      if (kind === 'digest') throw new Error('the file is gone');
      await setTimeout(20);
    };
    const { context, work } = contextOf(failDigest);
    await expect(routePass(context)).rejects.toThrow('the file is gone');
    expect(readdirSync(work).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the same work can be taken up again', async () => {
    let isBroken = true;
    const { context } = contextOf(async (task) => {
      if (isBroken && isOf(3)(task)) throw new Error('broken');
    });
    await expect(routePass(context)).rejects.toThrow('broken');
    isBroken = false;
    const again = { ...context, workers: contextOf().context.workers };
    expect((await routePass(again)).books[0]![0]).toMatchObject({ rows: 12, kept: 6 });
  });
});

test('with --strict the first damaged row is an error with its place', async () => {
  const { context } = contextOf(undefined, { strict: true });
  async function* open() {
    yield Buffer.from(`${row(1)}<row Id="x" />\n</posts>`);
  }
  await expect(routePass({ ...context, open })).rejects.toThrow(
    expect.objectContaining({
      code: 'damaged_row',
      message: `beer.7z row 2, byte ${row(1).length}: malformed_row: Id is "x". Without --strict the row is counted and left out`,
    }),
  );
});

test('with --strict a file that was cut off is an error', async () => {
  const { context } = contextOf(undefined, { strict: true });
  async function* open() {
    yield Buffer.from(row(1));
  }
  await expect(routePass({ ...context, open })).rejects.toThrow('beer.7z: truncated_file: the file was cut off');
});

test('a limit counts the rows of each input, from block to block', async () => {
  const units: Unit[] = [{ unit: 0, input: 0, from: 0, to: null }];
  const { context } = contextOf(undefined, { units, limit: 3 });
  async function* open() {
    for (let id = 1; id <= 9; id++) yield Buffer.from(row(id));
  }
  expect((await routePass({ ...context, open })).books[0]).toEqual([{ rows: 3, kept: 3, dropped: {}, repaired: 0 }]);
});
