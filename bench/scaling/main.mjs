// `npm run bench:scaling`: what a build costs is measured at two sizes and predicted for three others, which are then measured
// as well; and the plan of a dump that is not here is worked off by simulated clusters. Prints Markdown; only --write touches docs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.mjs';
import { replaceSection } from '../section.mjs';
import { megabytes, table } from '../table.mjs';
import { CLUSTERS, HISTORIES, showClusters, showUnits } from './clusters.mjs';
import { least, measureBuild, writeDump } from './measured.mjs';
import { fitModel, predict } from './model.mjs';
import { writeCosts } from './write-costs.mjs';

const USAGE = `usage: npm run bench:scaling -- [options]
  --from LIST   MB of the two dumps that the model is made of (40,400)
  --sizes LIST  MB of the dumps that it is held against (60,250,1000)
  --runs N      runs of each, of which the least counts (2)
  --write       also write the tables into docs/scaling.md, and the model into src/measured-costs.ts`;

const PAGE = path.join(import.meta.dirname, '../../docs/scaling.md');

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '40,400' },
    sizes: { type: 'string', default: '60,250,1000' },
    runs: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'stackpairs-scaling-'));
  try {
    const [small, large] = values.from.split(',').map((size) => measureSize(folder, size));
    const model = fitModel(small, large);
    if (values.write) writeCosts(model);
    const held = values.sizes.split(',').map((size) => measureSize(folder, size));
    const sections = {
      units: showUnits(model),
      predicted: `${machine()}\n\n${showPredicted(model, held)}`,
      clusters: showClusters(model, HISTORIES, CLUSTERS),
    };
    for (const [name, text] of Object.entries(sections)) {
      if (values.write) replaceSection(PAGE, name, `\n${text}\n\n`);
      console.log(`${text}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureSize(folder, size) {
  console.error(`measuring ${size} MB`);
  const dump = writeDump(folder, Number(size) * 1e6);
  try {
    return least(Array.from({ length: Number(values.runs) }, () => measureBuild(folder, dump)));
  } finally {
    rmSync(dump.dump, { recursive: true });
  }
}

const HEAD = [
  'MB of Posts.xml',
  'CPU s',
  'predicted',
  'off',
  'spilled MB',
  'predicted',
  'off',
  'written MB',
  'predicted',
  'off',
  'peak MB',
  'wall s',
];

function showPredicted(model, held) {
  const rows = held.map((one) => {
    const said = predict(model, one.xmlBytes);
    return [
      megabytes(one.xmlBytes),
      ...pair(one.allCpuSeconds, said.allCpuSeconds, (seconds) => seconds.toFixed(1)),
      ...pair(one.spilledBytes, said.spilledBytes, tenths),
      ...pair(one.writtenBytes, said.writtenBytes, tenths),
      megabytes(one.peakBytes),
      one.wallSeconds.toFixed(0),
    ];
  });
  return table(HEAD, rows);
}

function tenths(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function pair(found, said, shown) {
  const off = (100 * (said - found)) / found;
  return [shown(found), shown(said), `${off < 0 ? '' : '+'}${off.toFixed(0)} %`];
}

if (values.help) console.log(USAGE);
else main();
