// Where the build came from: the dump files, the pipeline, and the command that makes the same bytes again.

import { PAIRS_RECIPE } from '../foreign.ts';
import type { Manifest } from '../manifest.ts';
import { cell, codeBlock, grouped, table } from './markdown.ts';

/** The dump files by site, and the sets of other people's pairs. */
export function sources({ inputs, pairs, configs }: Manifest): string {
  return [...(inputs.length === 0 ? [] : [dumps(inputs)]), ...(pairs.length === 0 ? [] : [sets(pairs, configs)])].join(
    '\n\n',
  );
}

function dumps(inputs: Manifest['inputs']): string {
  const rows = inputs
    .map(({ site, file, dumpDate, bytes }) => [cell(site), cell(file), cell(dumpDate ?? 'unknown'), grouped(bytes)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return [
    'Files of the data dump that Stack Exchange publishes; their SHA-256 stand in `manifest.json`.',
    table(['site', 'file', 'dump', 'bytes'], rows),
  ].join('\n\n');
}

/** A config for each set, in the same order. */
function sets(pairs: Manifest['pairs'], configs: Manifest['configs']): string {
  const own = configs.filter(({ recipe }) => recipe === PAIRS_RECIPE);
  const rows = pairs.map(({ name, bytes }, index) => [cell(own[index]?.name ?? ''), cell(name), grouped(bytes)]);
  return [OTHERS, table(['config', 'set', 'bytes'], rows)].join('\n\n');
}

const OTHERS = `\
These sets of pairs were made by other people and are no part of the dump. Each is in a config of its own, and **its licence
is its makers'**: what this page says of CC BY-SA and of posts does not hold for it. Look it up where the set was published.`;

/** The command in its canonical form, and the pipeline it names. */
export function reproducing(manifest: Manifest): string {
  const { format, pipeline, selection, inputs, takedowns } = manifest;
  const made = format === 'arrow' ? selection : { ...selection, format };
  const read = [...dumpFlags(inputs), ...setFlags(manifest)];
  const words = ['build-dataset', 'run', pipeline.file, ...read, '--out', 'OUT', ...flags(made), ...lists(manifest)];
  return [
    `With ${versions(manifest)} and the files above${placeOf(inputs)}, this gives the same bytes:`,
    codeBlock('sh', words.map(quoted).join(' ')),
    ...(manifest.against.length + (manifest.contamination?.benchmarks.length ?? 0) === 0 ? [] : [BROUGHT]),
    ...(takedowns.length === 0 ? [] : [TAKEN_OUT]),
    `The pipeline, whose SHA-256 is \`${pipeline.sha256}\`:`,
    codeBlock('json', pipeline.definition),
  ].join('\n\n');
}

/** A build of other people's pairs alone reads no dump. */
function dumpFlags(inputs: Manifest['inputs']): string[] {
  const piped = inputs.find(({ container }) => container === 'auto');
  if (piped !== undefined) return ['--dumps', '-', '--site', piped.site];
  return inputs.length === 0 ? [] : ['--dumps', 'DUMPS'];
}

function setFlags({ pairs }: Manifest): string[] {
  return pairs.length === 0 ? [] : ['--pairs', ...pairs.map(({ name }) => name)];
}

function placeOf(inputs: Manifest['inputs']): string {
  if (inputs.length === 0) return '';
  return inputs.some(({ container }) => container === 'auto') ? ' on standard input' : ' in the folder `DUMPS`';
}

const BROUGHT = `\
Datasets and benchmarks that rows were held against stand there by their names; \`manifest.json\` has the SHA-256 of their texts.`;

const TAKEN_OUT = `\
\`TAKEDOWNS\` is a file with the lines of \`takedowns\` in \`manifest.json\`. Where posts were taken out of the finished dataset, the
shards are cut at other rows, and a copy of such a post that was left out as a duplicate may stay.`;

/** Bytes depend on each of these. */
function versions({ stackpairs, runtime: { node, unicode, zlib } }: Manifest): string {
  const inside = [`Unicode ${cell(unicode)}`, ...(zlib === undefined ? [] : [`zlib ${cell(zlib)}`])];
  return `stackpairs ${cell(stackpairs)}, Node ${cell(node)} (${inside.join(', ')})`;
}

/** What rows were held against, by name, and what was taken out. */
function lists({ against, contamination, takedowns }: Manifest): string[] {
  const benchmarks = contamination?.benchmarks ?? [];
  return [
    ...(against.length === 0 ? [] : ['--against', ...against.map(({ name }) => name)]),
    ...(benchmarks.length === 0 ? [] : ['--benchmarks', ...benchmarks.map(({ name }) => name)]),
    ...(contamination === null || benchmarks.length === 0 ? [] : ['--contamination', contamination.action]),
    ...(takedowns.length === 0 ? [] : ['--takedowns', 'TAKEDOWNS']),
  ];
}

/** The selection as the flags that made it. */
function flags(selection: Manifest['selection']): string[] {
  return Object.entries(selection)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([flag, value]) => [value].flat().flatMap((one) => [`--${flag}`, String(one)]));
}

/** A word of a command line, on one line whatever it holds. */
function quoted(word: string): string {
  if (/^[\w.,:/=+-]+$/.test(word)) return word;
  return `'${word.replace(/\p{Cc}/gu, ' ').replaceAll("'", "'\\''")}'`;
}
