// Real dumps, one folder a site, in the folder STACKPAIRS_DUMPS names. Nothing of them is copied into the project.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postsOf, readBySax, readDump } from './read-dump.ts';

const dumps = process.env.STACKPAIRS_DUMPS ?? '';
const COUNTS = [
  { folder: 'beer.stackexchange.com-2016-09', rows: 2008, questions: 561 },
  { folder: 'bicycles.meta.stackexchange.com-2023-09', rows: 1446, questions: 453 },
  { folder: 'cardano.stackexchange.com-2021-12', rows: 2630, questions: 1042 },
];

function files(): string[] {
  const folders = dumps === '' ? [] : readdirSync(dumps).sort();
  return folders.filter((folder) => existsSync(join(dumps, folder, 'Posts.xml')));
}

describe.skipIf(dumps === '')('real dumps', () => {
  it.each(files())('%s: every post is the same to sax', async (folder) => {
    const bytes = readFileSync(join(dumps, folder, 'Posts.xml'));
    const { visits, error } = readBySax(bytes.toString());
    const reading = await readDump(bytes, { blockBytes: 100_000, chunk: 4099 });
    expect(error).toBeUndefined();
    expect(reading.visits.filter((visit) => !('post' in visit))).toEqual([]);
    expect(reading.end.closed).toBe(true);
    expect(postsOf(reading)).toEqual(postsOf({ visits }));
  });

  it.each(COUNTS)('$folder: $rows rows, $questions questions', async ({ folder, rows, questions }) => {
    const reading = await readDump(readFileSync(join(dumps, folder, 'Posts.xml')));
    expect(reading.rows).toBe(rows);
    expect(postsOf(reading).filter(({ typeId }) => typeId === 1)).toHaveLength(questions);
  });
});
