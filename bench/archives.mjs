// From a .7z as the dumps are: BZip2, by each way through it, against 7-Zip that only extracts.
import { rmSync } from 'node:fs';
import { packSample, runExtraction, runStackpairs, writeSample } from './programs.mjs';
import { runInTurns, showRuns } from './turns.mjs';

const EXTRACTION = '7zz e -so > /dev/null';
const ROUTES = [
  ['through 7zz', ['--unpack', '7zip', '--threads', '1']],
  ['through 7zz', ['--unpack', '7zip', '--threads', '2']],
  ['own decoder', ['--unpack', 'own', '--threads', '0']],
  ['own decoder', ['--unpack', 'own', '--threads', '1']],
  ['own decoder', ['--unpack', 'own', '--threads', '2']],
];

/** Markdown: the table. */
export function archives({ folder, archiveSize, seed, runs }) {
  const sample = writeSample(folder, { size: archiveSize, seed });
  const packed = packSample(sample, folder);
  rmSync(sample.dump, { recursive: true });
  const ours = ROUTES.map(([name, flags]) => [
    `stackpairs, ${name}, ${flags.at(-1)} threads`,
    (dump) => runStackpairs(dump, flags),
  ]);
  const medians = runInTurns(packed, [[EXTRACTION, runExtraction], ...ours], runs);
  rmSync(packed.dump, { recursive: true });
  return {
    text: showRuns(packed, medians, { base: medians.get(EXTRACTION).speed, baseName: '7zz', runs }),
    charts: {},
  };
}
