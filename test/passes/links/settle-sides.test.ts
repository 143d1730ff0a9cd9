// Which side of the split questions are on that links name: a cluster of duplicates is never divided.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duplicateQuestions, score } from '../../../src/clean/index.ts';
import { sideOf } from '../../../src/order-key.ts';
import { LinkCollector } from '../../../src/passes/links/link-rows.ts';
import { questionSides } from '../../../src/passes/links/question-sides.ts';
import { settleSides } from '../../../src/passes/links/settle-sides.ts';
import type { SplitRule } from '../../../src/split-rule.ts';
import type { Split } from '../../../src/types.ts';
import { makeFolder } from '../../extract/dump-files.ts';
import { LAYOUT, pipelineWith, row, SITE } from '../helpers.ts';
import { routed } from '../join/join-rows.ts';
import { linksOf } from './link-list.ts';

const SHARES = { validation: 0.3, test: 0.3 };
const LATE = { CreationDate: '2021-05-06T00:00:00.000' };

/** The first ids whose own hash says this side, from `from` on. */
function idsOn(side: Split, count: number, from = 1): number[] {
  const [own, ids] = [sideOf(SHARES, SITE), [] as number[]];
  for (let id = from; ids.length < count; id++) if (own(id) === side) ids.push(id);
  return ids;
}

/** The sides of questions by links such as `2=1`, by way of the files that passes hand each other. */
function settled(list: string, { split = SHARES, rows = [] }: { split?: SplitRule; rows?: readonly string[] } = {}) {
  const folder = makeFolder();
  const links = { links: join(folder, 'links'), ids: join(folder, 'ids') };
  const collector = new LinkCollector();
  for (const link of linksOf(list)) collector.add(link, 0);
  collector.write(links);
  const pipeline = pipelineWith({ pairs: [duplicateQuestions()], keep: [score({ min: 0 })], split });
  const posts = routed(rows, pipeline).map(({ path }) => path);
  const sides = join(folder, 'sides');
  settleSides({ kind: 'sides', site: SITE, links, posts, sides }, pipeline.split, LAYOUT);
  return questionSides(pipeline.split, SITE, { ids: links.ids, sides });
}

const [trained, trainedToo, lateInTrain] = idsOn('train', 3) as [number, number, number];
const [validated] = idsOn('validation', 1, lateInTrain) as [number];
const [tested, testedToo] = idsOn('test', 2, validated) as [number, number];
const [earlyTested] = idsOn('test', 1) as [number];
const [laterTrained, laterTrainedToo] = idsOn('train', 2, testedToo) as [number, number];

test('questions that are no duplicates are where their hash says', () => {
  const side = settled(`${trained}-${tested} ${validated}?${tested}`);
  expect([trained, tested, validated].map((id) => side(id))).toEqual(['train', 'test', 'validation']);
  expect([laterTrained, testedToo].map((id) => side(id))).toEqual(['train', 'test']);
});

test.each([
  ['that links to the first', `${laterTrained}=${tested} ${laterTrainedToo}=${tested}`],
  ['that the first links to', `${tested}=${laterTrained} ${tested}=${laterTrainedToo}`],
  ['in a chain', `${laterTrainedToo}=${laterTrained} ${laterTrained}=${tested}`],
  ['in a circle', `${laterTrainedToo}=${laterTrained} ${laterTrained}=${tested} ${tested}=${laterTrained}`],
  ['through one that was deleted', `${laterTrained}=999999 ${laterTrainedToo}=999999 999999=${tested}`],
])('a cluster %s is on the side of its least id', (_, list) => {
  const side = settled(list);
  expect([tested, laterTrained, laterTrainedToo].map((id) => side(id))).toEqual(['test', 'test', 'test']);
});

test('what its own hash holds out further than its cluster is on no side', () => {
  const side = settled(`${tested}=${trained} ${validated}=${trained} ${trainedToo}=${trained}`);
  const sides = [trained, trainedToo, validated, tested].map((id) => side(id));
  expect(sides).toEqual(['train', 'train', 'duplicate_in_training', 'duplicate_in_training']);
  const ofValidation = settled(`${laterTrained}=${validated} ${tested}=${validated}`);
  expect([validated, laterTrained, tested].map((id) => ofValidation(id))).toEqual([
    'validation',
    'validation',
    'duplicate_in_training',
  ]);
});

test('a cluster with a question of the day or later is tested on, whatever its hashes say', () => {
  const split = { ...SHARES, after: '2021-05-06' };
  const rows = [row(trained), row(trainedToo), row(lateInTrain, LATE)];
  const side = settled(`${lateInTrain}=${trained} ${trainedToo}-${trained}`, { split, rows });
  expect([trained, lateInTrain, trainedToo].map((id) => side(id))).toEqual(['test', 'test', 'train']);
  const [day, before] = [Date.parse('2021-05-06'), Date.parse('2021-05-06') - 1];
  expect([side(laterTrained, day), side(laterTrained, before), side(laterTrained)]).toEqual(['test', 'train', 'train']);
});

test('a question that did not pass, and an answer, take no cluster along', () => {
  const split = { ...SHARES, after: '2021-05-06' };
  const answer = { ...LATE, PostTypeId: 2, ParentId: earlyTested };
  const rows = [row(trained), row(trainedToo, { ...LATE, Score: -1 }), row(laterTrained, answer)];
  const side = settled(`${trainedToo}=${trained} ${laterTrained}=${trained}`, { split, rows });
  expect([trained, trainedToo].map((id) => side(id))).toEqual(['train', 'train']);
});
