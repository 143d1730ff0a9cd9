// Threads run the built code: `npm run build` comes first.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBooks } from '../../src/books.ts';
import { StackpairsError } from '../../src/errors.ts';
import { loadPipeline } from '../../src/load-pipeline.ts';
import type { RouteTask } from '../../src/passes/route-task.ts';
import { openWorkers, type Workers } from '../../src/workers/pool.ts';
import { block, LAYOUT, row, SITE } from '../passes/helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
const opened: Workers[] = [];
afterAll(async () => {
  await Promise.all(opened.map((workers) => workers.close()));
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A pipeline file with one step of its own; question 6 has the body `Body 6`. */
function pipelineFile({ top = '', step = 'return pair;' }): string {
  const text = `
    import { isMainThread } from 'node:worker_threads';
    import { definePipeline, defineStep, StackpairsError, titleBody, type Pair } from 'stackpairs';
    ${top}
    const own = defineStep<Pair>({ step: 'own', options: {}, reasons: ['unwanted'] }, (pair: Pair) => {
      const body: string = pair.texts[1]!.value;
      ${step}
    });
    export default definePipeline({ name: 'own', pairs: [titleBody()], clean: [own] });`;
  return write(`own-${opened.length}.ts`, text);
}

const ENDED =
  'a worker thread ended with code N. A step must not end the process; if none does, run with --threads 0 to see what happens';
const EXIT = `if (body === 'Body 6' && !isMainThread) process.exit(3); return pair;`;

async function open(threads: number, path = pipelineFile({})): Promise<Workers> {
  const source = { path, selection: {} };
  const { pipeline } = await loadPipeline(source);
  const workers = openWorkers(threads, { pipeline: source, layout: LAYOUT, kernel: 'wasm' }, pipeline);
  opened.push(workers);
  return workers;
}

const task = (...ids: readonly number[]): RouteTask => ({
  kind: 'route',
  input: 0,
  site: SITE,
  block: block(...ids.map((id) => row(id))),
  maxRows: Number.POSITIVE_INFINITY,
  keepDropped: true,
});

const route = (workers: Workers, ...ids: readonly number[]) => workers.perform<'route'>(task(...ids));
const reasonsOf = async (results: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(results)).map((one) =>
    one.status === 'rejected' ? String(one.reason.message).split('\n')[0] : 'done',
  );

const STEP = `
  if (body === 'Body 6') throw new StackpairsError('bad_input', 'odd body', { at: 'row 1', found: body, hint: 'Look' });
  if (body === 'Body 7') throw new TypeError('no ' + body);
  if (body === 'Body 8') throw 'a word';
  return body.endsWith('3') ? 'unwanted' : pair;`;

describe.each([0, 1])('with --threads %i', (threads) => {
  let workers: Workers;
  beforeAll(async () => {
    workers = await open(threads, pipelineFile({ step: STEP }));
  });

  test('every block is routed', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, (_, i) => route(workers, i + 10, i + 110)));
    const books = results.map(({ books }) => books[0]!).reduce(addBooks);
    expect(books).toEqual({ rows: 80, kept: 72, dropped: { unwanted: 8 }, repaired: 0 });
  });

  test('a block without bytes can be sent, more than once', async () => {
    const empty = { ...task(), block: { bytes: Buffer.allocUnsafeSlow(0), byte: 9, oversizedRows: 2 } };
    const results = await Promise.all([1, 2].map(() => workers.perform<'route'>(structuredClone(empty))));
    expect(results.map(({ books }) => books[0]!.dropped)).toEqual([{ oversized_row: 2 }, { oversized_row: 2 }]);
  });

  test('a digest is that of the file', async () => {
    const path = write('a.7z', 'abc');
    const sha256 = createHash('sha256').update('abc').digest('hex');
    expect(await workers.perform<'digest'>({ kind: 'digest', path })).toEqual({ bytes: 3, sha256 });
  });

  test('a range is unpacked into the memory that came with it, and one of no file is bad input', async () => {
    const stream = { path: write('a.bz2', ''), at: 'a.bz2', from: 0, bytes: 0 };
    const range = { kind: 'unpack', stream, bit: 0, skip: 0, isKnown: true, until: 0 } as const;
    const result = await workers.perform<'unpack'>({ ...range, buffer: new ArrayBuffer(10) });
    expect(result).toMatchObject({ bytes: 0, fault: 'the data is cut off' });
    expect(result.buffer.byteLength).toBe(10);
    const gone = { ...range, stream: { ...stream, path: '/nowhere/a.bz2', bytes: 5 }, buffer: new ArrayBuffer(1) };
    await expect(workers.perform<'unpack'>(gone)).rejects.toMatchObject({ code: 'bad_input', parts: { at: 'a.bz2' } });
  });

  test('an error of ours arrives with its class, code and parts', async () => {
    const error = await route(workers, 6).catch((reason) => reason);
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({ code: 'bad_input', parts: { at: 'row 1', found: 'Body 6', hint: 'Look' } });
    expect(error.message).toBe('row 1: odd body; found Body 6. Look');
  });

  test('an error of a step arrives with the step, its message and the line it was thrown at', async () => {
    const error = await route(workers, 7).catch((reason) => reason);
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({ code: 'bad_pipeline', parts: { at: 'step own' } });
    expect(error.message).toMatch(/^step own: it failed: TypeError: no Body 7\n.*own-\d+\.ts:\d+/);
  });

  test('a failed task leaves the others alone', async () => {
    const results = [5, 7, 9].map((id) => route(workers, id));
    expect(await reasonsOf(results)).toEqual(['done', 'step own: it failed: TypeError: no Body 7', 'done']);
  });
});

test('a thread is started only when a task comes and all others are busy', async () => {
  const mark = join(folder, 'started');
  const path = pipelineFile({
    top: `import { appendFileSync } from 'node:fs'; if (!isMainThread) appendFileSync('${mark}', 'x');`,
  });
  const started = () => (existsSync(mark) ? readFileSync(mark, 'utf8').length : 0);
  const workers = await open(1000, path);
  for (const id of [1, 2, 3]) await route(workers, id);
  expect(started()).toBe(1);
  await Promise.all([route(workers, 4), route(workers, 5)]);
  expect(started()).toBe(2);
});

test('threads give what the main thread gives, block by block', async () => {
  const path = pipelineFile({ step: STEP });
  const work = async (workers: Workers) =>
    Promise.all(Array.from({ length: 20 }, (_, i) => route(workers, i + 10, i + 100, i + 200)));
  expect(await work(await open(1, path))).toEqual(await work(await open(0, path)));
});

test('something thrown that is no error arrives as one, and the block was handed over, not copied', async () => {
  const workers = await open(1, pipelineFile({ step: STEP }));
  const sent = task(8);
  await expect(workers.perform<'route'>(sent)).rejects.toThrow('a word');
  expect(sent.block.bytes.length).toBe(0);
});

test('the main thread takes nothing once it is closed either, and gives up the digest it is at', async () => {
  const workers = await open(0);
  const path = write('large', 'x'.repeat(20_000_000));
  const reasons = reasonsOf([workers.perform<'digest'>({ kind: 'digest', path })]);
  await workers.close();
  expect(await reasons).toEqual(['the threads were closed']);
  await expect(route(workers, 1)).rejects.toThrow('the threads were closed');
});

test('closing refuses what waits, what is under way and what comes later, and may be done twice', async () => {
  const workers = await open(1);
  const results = [1, 2, 3, 4, 5].map((id) => route(workers, id));
  const reasons = reasonsOf(results);
  await workers.close();
  expect(await reasons).toEqual(new Array(5).fill('the threads were closed'));
  await expect(route(workers, 6)).rejects.toThrow('the threads were closed');
  await workers.close();
});

describe('a thread that dies', () => {
  test('fails its own tasks, and nobody waits for it', async () => {
    const workers = await open(1, pipelineFile({ step: EXIT }));
    const reasons = await reasonsOf([6, 1, 2, 3, 4].map((id) => route(workers, id)));
    expect(reasons).toEqual(new Array(5).fill(ENDED.replace('N', '3')));
    await expect(route(workers, 7)).rejects.toThrow('a worker thread ended with code 3');
  });

  test('stops the pool, though another thread lives', async () => {
    const workers = await open(2, pipelineFile({ step: EXIT }));
    await expect(route(workers, 6)).rejects.toThrow('ended with code 3');
    await expect(route(workers, 1)).rejects.toThrow('ended with code 3');
  });

  test('while it loads the pipeline does so too', async () => {
    const workers = await open(1, pipelineFile({ top: 'if (!isMainThread) process.exit(4);' }));
    expect(await reasonsOf([1, 2, 3].map((id) => route(workers, id)))).toEqual(
      new Array(3).fill(ENDED.replace('N', '4')),
    );
  });

  test('of an error outside any task tells that error', async () => {
    const step = `if (!isMainThread) setImmediate(() => { throw new Error('later'); }); return pair;`;
    const workers = await open(1, pipelineFile({ step }));
    await route(workers, 1).catch(() => {});
    await expect(repeated(() => route(workers, 2))).rejects.toThrow('later');
  });

  async function repeated(action: () => Promise<unknown>): Promise<void> {
    for (let turns = 0; turns < 1000; turns++) await action();
  }
});

test('a pipeline that does not load in a thread is told as in the main one, to every task', async () => {
  const path = pipelineFile({ top: `if (!isMainThread) throw new Error('not here');` });
  const workers = await open(1, path);
  for (const id of [1, 2]) {
    const error = await route(workers, id).catch((reason) => reason);
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({
      code: 'bad_pipeline',
      message: `${path}: the pipeline does not load: not here`,
    });
  }
});
