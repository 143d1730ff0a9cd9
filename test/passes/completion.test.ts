import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readCompletion, workFileSchema, writeCompletion } from '../../src/passes/completion.ts';
import { makeFolder } from '../extract/dump-files.ts';

const schema = z.object({ files: z.array(workFileSchema), rows: z.number() });
const NAME = 'route-000003';

/** A work folder with a unit that is done: its record and its two files. */
function doneUnit() {
  const work = makeFolder({ 'a.records': 'some records', 'a.entries': '' });
  const files = ['a.records', 'a.entries'].map((path) => {
    const bytes = readFileSync(join(work, path));
    return { path, bytes: bytes.length, crc32: crc32(bytes) };
  });
  const record = { files, rows: 7 };
  writeCompletion(work, NAME, record);
  return { work, record, data: join(work, 'a.records'), json: join(work, `${NAME}.json`) };
}

test('a unit whose files are whole is done', async () => {
  const { work, record } = doneUnit();
  expect(await readCompletion(work, NAME, schema)).toEqual(record);
});

test('a unit without a record is not', async () => {
  expect(await readCompletion(makeFolder(), NAME, schema)).toBeUndefined();
});

test('a unit may have left no files', async () => {
  const work = makeFolder();
  writeCompletion(work, NAME, { files: [], rows: 1 });
  expect(await readCompletion(work, NAME, schema)).toEqual({ files: [], rows: 1 });
});

function replaceIn(path: string, found: string | RegExp, by: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(found, by));
}

describe('a unit is done again when', () => {
  type Unit = ReturnType<typeof doneUnit>;
  test.each<[string, (unit: Unit) => void]>([
    ['its record is torn', ({ json }) => truncateSync(json, 20)],
    ['its record is empty', ({ json }) => truncateSync(json, 0)],
    ['its record holds zeros, as after a power loss', ({ json }) => writeFileSync(json, Buffer.alloc(60))],
    ['its record is of another shape', ({ json }) => writeFileSync(json, '{"files": []}')],
    ['its record is no object', ({ json }) => writeFileSync(json, 'null')],
    ['a number in its record is another', ({ json }) => replaceIn(json, '"rows":7', '"rows":8')],
    ['the checksum of its record is another', ({ json }) => replaceIn(json, /\n\d/, '\n0')],
    ['its record has no checksum', ({ json }) => replaceIn(json, /\n.*/s, '')],
    ['a file is gone', ({ data }) => rmSync(data)],
    ['a file is shorter', ({ data }) => truncateSync(data, 5)],
    ['a file is longer', ({ data }) => appendFileSync(data, 'x')],
    ['a file is empty', ({ data }) => truncateSync(data, 0)],
    ['a byte of a file is another', ({ data }) => writeFileSync(data, 'some recordz')],
    ['an empty file is not empty any more', ({ work }) => appendFileSync(join(work, 'a.entries'), 'x')],
  ])('%s', async (_, harm) => {
    const unit = doneUnit();
    harm(unit);
    expect(await readCompletion(unit.work, NAME, schema)).toBeUndefined();
  });
});

test('the checksum is that of a file of several reads', async () => {
  const bytes = Buffer.alloc(9 * 1024 * 1024, 'records ');
  const work = makeFolder({ big: bytes });
  const record = { files: [{ path: 'big', bytes: bytes.length, crc32: crc32(bytes) }], rows: 0 };
  writeCompletion(work, NAME, record);
  expect((await readCompletion(work, NAME, schema)) !== undefined).toBe(true);
});
