// Blocks routed every way there is: step by step, by the pass in JavaScript, and by the pass in WebAssembly.
import { hash } from 'node:crypto';
import type { Book } from '../../src/books.ts';
import { cutBlocks, findInputs, openInput } from '../../src/extract/index.ts';
import { scriptPass, wasmPass } from '../../src/kernel/index.ts';
import { createRouter } from '../../src/passes/route.ts';
import type { PostsResult, RouteResult, RouteTask } from '../../src/passes/route-task.ts';
import type { Pipeline } from '../../src/pipeline.ts';
import type { Run } from '../../src/spill/index.ts';
import type { Block } from '../../src/types.ts';
import { LAYOUT } from './helpers.ts';

const passes = [undefined, await scriptPass(), await wasmPass()];

export function routersOf(pipeline: Pipeline) {
  return passes.map((pass) => createRouter(pipeline, LAYOUT, { pass }));
}

/** The same where pairs are joined. */
export function postRoutersOf(pipeline: Pipeline) {
  return passes.map((pass) => createRouter(pipeline, LAYOUT, { pass, joins: true }));
}

/** What a block leaves behind each way; runs as their digests, which compare in no time. */
export function eachWay<Result extends RouteResult | PostsResult>(
  given: Block,
  by: readonly ((task: RouteTask) => Result)[],
) {
  return by.map((route) => {
    const block = structuredClone(given);
    const task = {
      kind: 'route',
      input: 0,
      site: 'x.stackexchange.com',
      maxRows: Infinity,
      keepDropped: false,
    } as const;
    const { spent: _, ...result } = route({ ...task, block });
    const digests = Object.entries(result).map(([name, value]) => [name, isRun(value) ? digest(value) : value]);
    return { ...Object.fromEntries(digests), books: result.books as readonly Book[] };
  });
}

function isRun(value: unknown): value is Run {
  return typeof value === 'object' && value !== null && 'ends' in value;
}

function digest({ bytes, ends }: Run): readonly string[] {
  return [hash('sha256', bytes), hash('sha256', ends)];
}

/** The blocks of all dumps in a folder. */
export async function* blocksIn(path: string): AsyncGenerator<Block> {
  for (const input of await findInputs([path])) yield* cutBlocks(openInput(input), { blockBytes: 512 * 1024 });
}
