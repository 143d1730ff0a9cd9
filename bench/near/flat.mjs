// Whether memory stays the same as the corpus grows: stackpairs alone, at several numbers of short bodies.
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { megabytes, table } from '../table.mjs';
import { writeCorpus } from './corpus.mjs';
import { measureStackpairs } from './programs.mjs';

/** Markdown: what each size cost, and the last peak against the first. */
export function flat({ folder, sizes, each, seed }) {
  const runs = sizes.map((bodies) => {
    const work = path.join(folder, String(bodies));
    console.error(`writing ${bodies} bodies`);
    const corpus = writeCorpus(work, { bodies, each, seed, longest: 1, texts: false });
    console.error(`running stackpairs on ${bodies} bodies`);
    const run = { bodies, xmlBytes: statSync(corpus.posts).size };
    const cost = measureStackpairs('near-75.mjs', corpus, path.join(work, 'out'));
    rmSync(work, { recursive: true });
    return { ...run, ...cost };
  });
  const rows = runs.map(({ bodies, xmlBytes, wallSeconds, cpuSeconds, peakBytes }) => [
    bodies,
    megabytes(xmlBytes),
    wallSeconds.toFixed(1),
    cpuSeconds.toFixed(1),
    (bodies / wallSeconds).toFixed(0),
    megabytes(peakBytes),
  ]);
  const ratio = runs.at(-1).peakBytes / runs[0].peakBytes;
  return [
    'stackpairs, 2 threads:',
    table(['bodies', 'MB of Posts.xml', 'wall s', 'CPU s', 'bodies/s', 'peak MB'], rows),
    `Peak at ${sizes.at(-1)} bodies: ${ratio.toFixed(2)} times that at ${sizes[0]}.`,
  ].join('\n\n');
}
