// Verdicts on one partition, of which there may be as many as rows.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agree } from '../../src/passes/agree.ts';
import { RunBuilder, readVerdicts, SpillWriter, spillPieces, writeEntry } from '../../src/spill/index.ts';
import { makeFolder } from '../extract/dump-files.ts';

const LAYOUT = { sides: { train: 3, validation: 1, test: 1 }, fingerprints: 1, bands: 0 };
const EXACT = { exact: 'pair', keep: 'votes', near: undefined } as const;
const COPIES = 100_000;

test('of a text that is there a hundred thousand times one copy stays, and each has a verdict', () => {
  const folder = makeFolder();
  const [entries, verdicts] = [join(folder, 'entries'), join(folder, 'verdicts')];
  const run = new RunBuilder(1);
  for (let id = 1; id <= COPIES; id++) {
    run.begin(0);
    const key = Math.floor((id * 2 ** 32) / (COPIES + 1));
    writeEntry(run.out, { fingerprint: new Uint8Array(16), rank: 1, input: 0, byte: id * 200, id, side: 0, key });
  }
  const writer = new SpillWriter(entries, 1);
  writer.append(run.build());
  writer.finish();

  const { losers, lost } = agree({
    kind: 'agree',
    partition: 0,
    rules: EXACT,
    entries: [entries],
    verdicts,
    layout: LAYOUT,
  });
  expect(lost).toEqual([[0, 'duplicate_pair', COPIES - 1]]);
  const told = [0, 1, 2, 3, 4].map((partition) =>
    [...spillPieces(verdicts, partition)].flatMap((piece) => [...readVerdicts(piece)]),
  );
  expect(told.flat()).toHaveLength(COPIES);
  expect(told.map((some) => some.filter(({ fate }) => fate !== 'kept').length)).toEqual(
    [0, 1, 2, 3, 4].map((partition) => losers.find((one) => one[1] === partition)?.[2] ?? 0),
  );
  expect(told.flat().filter(({ fate }) => fate === 'kept')).toEqual([
    { input: 0, byte: 200, fate: 'kept', clusterInput: 0, clusterId: 1 },
  ]);
});
