// Where the build came from: the dump files, the pipeline, and the command that makes the same bytes again.

import type { Manifest } from '../manifest.ts';
import { cell, codeBlock, grouped, table } from './markdown.ts';

/** The dump files, by site. */
export function sources({ inputs }: Manifest): string {
  const rows = inputs
    .map(({ site, file, dumpDate, bytes }) => [cell(site), cell(file), cell(dumpDate ?? 'unknown'), grouped(bytes)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return [
    'Files of the data dump that Stack Exchange publishes; their SHA-256 stand in `manifest.json`.',
    table(['site', 'file', 'dump', 'bytes'], rows),
  ].join('\n\n');
}

/** The command in its canonical form, and the pipeline it names. */
export function reproducing({ stackpairs, runtime, format, pipeline, selection, takedowns }: Manifest): string {
  const made = format === 'arrow' ? selection : { ...selection, format };
  const words = [
    'build-dataset',
    'run',
    pipeline.file,
    '--dumps',
    'DUMPS',
    '--out',
    'OUT',
    ...flags(made),
    ...listFlag(takedowns),
  ];
  return [
    `With stackpairs ${cell(stackpairs)}, Node ${cell(runtime.node)}${runtime.zlib === undefined ? '' : ` (zlib ${cell(runtime.zlib)})`} and the files above in the folder \`DUMPS\`, this gives the same bytes:`,
    codeBlock('sh', words.map(quoted).join(' ')),
    ...(takedowns.length === 0 ? [] : [TAKEN_OUT]),
    `The pipeline, whose SHA-256 is \`${pipeline.sha256}\`:`,
    codeBlock('json', pipeline.definition),
  ].join('\n\n');
}

const TAKEN_OUT = `\
\`TAKEDOWNS\` is a file with the lines of \`takedowns\` in \`manifest.json\`. Where posts were taken out of the finished dataset, the
shards are cut at other rows, and a copy of such a post that was left out as a duplicate may stay.`;

function listFlag(takedowns: Manifest['takedowns']): string[] {
  return takedowns.length === 0 ? [] : ['--takedowns', 'TAKEDOWNS'];
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
