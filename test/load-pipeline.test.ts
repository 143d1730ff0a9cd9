import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { StackpairsError } from '../src/errors.ts';
import { builtInPipelines, loadPipeline, pipelinePath } from '../src/load-pipeline.ts';
import { makeFolder } from './extract/dump-files.ts';

const SMALLEST = `
  import { definePipeline, titleBody } from 'stackpairs';
  export default definePipeline({ name: 'smallest', pairs: [titleBody()] });`;

/** The path of a file in a folder of its own, far from any node_modules. */
const fileOf = (text: string, name = 'mine.ts') => join(makeFolder({ [name]: text }), name);
const load = (text: string, name?: string) => loadPipeline({ path: fileOf(text, name), selection: {} });

describe('a name', () => {
  test('of a built-in pipeline stands for its file', async () => {
    expect(await builtInPipelines()).toContain('title-body');
    const path = await pipelinePath('title-body', '/anywhere');
    expect(path).toBe(fileURLToPath(new URL('../pipelines/title-body.ts', import.meta.url)));
  });

  test('of none is a path, taken from the folder of the caller', async () => {
    expect(await pipelinePath('my/own.ts', '/home/ann')).toBe('/home/ann/my/own.ts');
    expect(await pipelinePath('/abs/own.ts', '/home/ann')).toBe('/abs/own.ts');
  });

  test('with a folder before it is a path, even if it ends like a built-in one', async () => {
    expect(await pipelinePath('./title-body', '/home/ann')).toBe('/home/ann/title-body');
  });
});

test('every built-in pipeline loads', async () => {
  for (const name of await builtInPipelines()) {
    const { pipeline } = await loadPipeline({ path: await pipelinePath(name, '/'), selection: {} });
    // Those of many recipes, and the original data set, are named for what they are.
    expect(name.startsWith(pipeline.recipes[0]!.recipe)).toBe(
      !['every-kind', 'evaluated', 'seed-compat'].includes(name),
    );
  }
});

describe('a file anywhere', () => {
  test('may import stackpairs without a node_modules', async () => {
    const { pipeline } = await load(SMALLEST);
    expect(pipeline.name).toBe('smallest');
  });

  test('gives what it and the files it imports were compiled to, by which it is loaded again without compiling', async () => {
    const folder = makeFolder({
      'mine.ts': `import { NAME } from './name.ts';\n${SMALLEST.replace("'smallest'", 'NAME')}`,
      'name.ts': `export const NAME: string = 'compiled_once';`,
    });
    const [path, imported] = ['mine.ts', 'name.ts'].map((name) => join(folder, name)) as [string, string];
    const first = await loadPipeline({ path, selection: {} });
    expect(Object.keys(first.scripts).sort()).toEqual([path, imported]);
    const { pipeline, scripts, ...identity } = await loadPipeline({ path, selection: {}, scripts: first.scripts });
    expect(scripts).toEqual(first.scripts);
    expect(identity).toEqual({ file: first.file, definition: first.definition, source: first.source });
    expect(pipeline.name).toBe('compiled_once');
    // It is what was given that runs.
    const other = { ...first.scripts, [imported]: first.scripts[imported]!.replace('compiled_once', 'given') };
    expect((await loadPipeline({ path, selection: {}, scripts: other })).pipeline.name).toBe('given');
  });

  test('may be TypeScript, with types only a compiler understands', async () => {
    const { pipeline } = await load(`
      import { definePipeline, titleBody, type PipelineDefinition } from 'stackpairs';
      interface Named { readonly name: string }
      const enum Size { Rows = 12 }
      const named = { name: 'typed' } as const satisfies Named;
      const definition: PipelineDefinition = { ...named, pairs: [titleBody()], shard: { rows: Size.Rows as number } };
      export default definePipeline(definition!);`);
    expect(pipeline).toMatchObject({ name: 'typed', shard: { rows: 12 } });
  });

  test.each(['mine.js', 'mine.mjs', 'mine.mts'])('may be called %s', async (name) => {
    expect((await load(SMALLEST, name)).pipeline.name).toBe('smallest');
  });

  test('may import a neighbour', async () => {
    const folder = makeFolder({
      'name.ts': `export const name: string = 'from_next_door';`,
      'mine.ts': SMALLEST.replace(`'smallest'`, 'name').replace('\n', `\nimport { name } from './name.ts';`),
    });
    const { pipeline } = await loadPipeline({ path: join(folder, 'mine.ts'), selection: {} });
    expect(pipeline.name).toBe('from_next_door');
  });

  test('is read again each time, so that a changed one is not taken for the old', async () => {
    const path = fileOf(SMALLEST);
    await loadPipeline({ path, selection: {} });
    writeFileSync(path, SMALLEST.replace('smallest', 'changed'));
    expect((await loadPipeline({ path, selection: {} })).pipeline.name).toBe('changed');
  });

  test('may define a step of its own, which keeps its identity', async () => {
    const { pipeline, definition } = await load(`
      import { definePipeline, defineStep, titleBody, type Post } from 'stackpairs';
      const longTitle = (min: number) =>
        defineStep<Post>({ step: 'longTitle', options: { min }, reasons: ['short'] }, (post) =>
          post.title.length < min ? 'short' : post);
      export default definePipeline({ name: 'own', pairs: [titleBody()], keep: [longTitle(9)] });`);
    expect(pipeline.keep.map(({ step, options }) => [step, options])).toEqual([['longTitle', { min: 9 }]]);
    expect(definition).toContain('"keep":[{"options":{"min":9},"step":"longTitle"}]');
  });
});

describe('what identifies a pipeline', () => {
  test('is its definition, whatever the file looks like', async () => {
    const one = await load(SMALLEST);
    const other = await load(`// A comment.\n${SMALLEST}`);
    expect(other.definition).toBe(one.definition);
    expect(other.source).not.toBe(one.source);
  });

  test('is the digest of its file', async () => {
    const path = fileOf(SMALLEST);
    const { source } = await loadPipeline({ path, selection: {} });
    expect(source).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
  });

  test('is the digest of all it imports by path, too', async () => {
    const folder = makeFolder({
      'deep.ts': `export const name: string = 'deep';`,
      'next.ts': `export { name } from './deep';`,
      'mine.ts': SMALLEST.replace(`'smallest'`, 'name').replace('\n', `\nimport { name } from './next';`),
    });
    const source = { path: join(folder, 'mine.ts'), selection: {} };
    const before = await loadPipeline(source);
    expect((await loadPipeline(source)).source).toBe(before.source);
    writeFileSync(join(folder, 'deep.ts'), `export const name: string = 'deep'; // The same, but is it?`);
    const after = await loadPipeline(source);
    expect(after.definition).toBe(before.definition);
    expect(after.source).not.toBe(before.source);
  });

  test('is the digest of modules that Node loads itself, too, and of what those import', async () => {
    const folder = makeFolder({
      'deep.mjs': `export const min = 20;`,
      'next.mjs': `export { min } from './deep.mjs'; // import './gone.mjs'`,
      'late.mjs': `export const late = true;`,
      'mine.ts': `import { min } from './next.mjs';\nawait import('./late.mjs');\nvoid min;${SMALLEST}`,
    });
    const digest = async () => (await loadPipeline({ path: join(folder, 'mine.ts'), selection: {} })).source;
    const digests = [await digest()];
    for (const name of ['deep.mjs', 'next.mjs', 'late.mjs']) {
      writeFileSync(join(folder, name), `${readFileSync(join(folder, name), 'utf8')}\n// Another.`);
      digests.push(await digest());
    }
    expect(new Set(digests).size).toBe(4);
  });

  test('is what run was given: the name of a built-in one, or of its file', async () => {
    expect((await loadPipeline({ path: await pipelinePath('title-body', '/'), selection: {} })).file).toBe(
      'title-body',
    );
    expect((await load(SMALLEST, 'mine.mts')).file).toBe('mine.mts');
  });

  test('is JSON with sorted keys, defaults filled in', async () => {
    expect((await load(SMALLEST)).definition).toBe(
      '{"authors":"keep","clean":[],"decontaminate":{"action":"drop","ngram":13,"similarity":0.8},' +
        '"dedupe":{"exact":"pair","ignore":["case"],"keep":"votes","within":"all"},' +
        '"fabricated":"drop","keep":[],"mix":{"by":"kind","weights":{"byHand":{},"rule":"shards"}},"name":"smallest",' +
        '"pairs":[{"name":"title-body","options":{},"recipe":"title-body"}],"shard":{"order":"shuffled","rows":500000,"seed":42},' +
        '"split":{"test":0,"validation":0}}',
    );
  });
});

describe('a selection', () => {
  const select = (selection: object) => loadPipeline({ path: fileOf(SMALLEST), selection });

  test('becomes rules before those of the pipeline', async () => {
    const { pipeline } = await select({ since: '2020-01-01', tags: ['hops'] });
    expect(pipeline.keep.map(({ step, options }) => [step, options])).toEqual([
      ['asked', { since: '2020-01-01' }],
      ['tagged', { any: ['hops'] }],
    ]);
  });

  test('leaves the definition as the file says it', async () => {
    expect((await select({ tags: ['hops'] })).definition).toBe((await select({})).definition);
  });

  test('leaves the pipeline frozen', async () => {
    const { pipeline } = await select({ before: '2020-01-01' });
    expect([pipeline, pipeline.keep, pipeline.shard].every(Object.isFrozen)).toBe(true);
  });

  test('with a bad date is a bad pipeline', async () => {
    await expect(select({ since: 'yesterday' })).rejects.toThrow('expected a date such as 2020-01-31');
  });
});

describe('a file that is no pipeline is said to be one, with its place', () => {
  test.each([
    ['empty', '', 'expected a default export made by definePipeline({ … })'],
    ['without a default export', 'export const x = 1;', 'expected a default export'],
    ['with a default export of something else', 'export default 7;', 'found number'],
    ['with the definition itself', `export default { name: 'x', pairs: [] };`, 'definePipeline'],
    ['with a syntax error', 'export default definePipeline({ name: "x" pairs: [] });', 'does not load: ParseError'],
    ['that throws', `throw new RangeError('out of range');`, 'does not load: out of range'],
    ['that throws a word', `throw 'a word';`, 'does not load: a word'],
    ['that throws when it waits', `await Promise.reject(new Error('later'));`, 'does not load: later'],
    ['that imports what is not there', `import 'no-such-package';`, 'no-such-package'],
    ['that asks stackpairs for what it has not', `import { gone } from 'stackpairs'; gone();`, 'does not load'],
  ])('%s', async (_, text, words) => {
    const path = fileOf(text);
    const error: unknown = await loadPipeline({ path, selection: {} }).catch((reason) => reason);
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({ code: 'bad_pipeline', parts: { at: path } });
    expect(String(error)).toContain(words);
  });

  test('with a fault in the definition, which needs no more words', async () => {
    const path = fileOf(SMALLEST.replace('smallest', 'Bad Name'));
    await expect(loadPipeline({ path, selection: {} })).rejects.toThrow(
      `${path}: the pipeline cannot be used:\n✖ expected snake_case\n  → at name`,
    );
  });

  test('with a fault in a step', async () => {
    const path = fileOf(
      SMALLEST.replace('] }', `], keep: [score({ mni: 1 })] }`).replace('titleBody', 'score, titleBody'),
    );
    await expect(loadPipeline({ path, selection: {} })).rejects.toThrow(
      `${path}: step score: unknown option; expected min, max, found "mni"`,
    );
  });

  test('that is not there', async () => {
    const path = join(makeFolder(), 'no-such-pipeline');
    await expect(loadPipeline({ path, selection: {} })).rejects.toThrow(`${path}: there is no such pipeline`);
  });

  test('that is a folder', async () => {
    const path = makeFolder();
    await expect(loadPipeline({ path, selection: {} })).rejects.toThrow(`${path}: it cannot be read; found EISDIR`);
  });

  test('that only looks like one', async () => {
    const path = fileOf(`export default Object.freeze({ name: 'x', recipe: {}, shard: {}, keep: [], clean: [] });`);
    await expect(loadPipeline({ path, selection: {} })).rejects.toThrow(`${path}: the file is no pipeline`);
  });
});
