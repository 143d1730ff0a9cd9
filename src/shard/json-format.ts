// JSON lines in gzip: data as `{"texts":[anchor, positive]}`, which trainers read that go by `data_config.json`, and
// provenance as objects. A member of the gzip file holds a batch. Memory: one batch as text, and packed.

import { gzipMember, type Member, members, unpackMember } from './gzip-members.ts';
import { parseProvenance, parseTexts, provenanceLine, textLine } from './json-rows.ts';
import { mostProvenanceBytes } from './provenance-layout.ts';
import { provenanceOf, stringOf } from './row-values.ts';
import type { RowEncoder } from './row-writer.ts';
import { damaged, decoded, type OpenedFile, reading } from './shard-file.ts';
import type { RowRange, ShardFormat } from './shard-format.ts';
import { mostTextBytes } from './text-layout.ts';

const NEWLINE = 0x0a;

/** JSON lines in gzip. */
export const jsonLines: ShardFormat = {
  name: 'jsonl.gz',
  openEncoders: () => () => ({
    data: lineEncoder(mostTextBytes, ({ texts }) => textLine(texts.map(stringOf))),
    provenance: lineEncoder(mostProvenanceBytes, (row) => provenanceLine(provenanceOf(row))),
  }),
  countRows,
  batchRows: (path) => [...reading(path, members)].map(({ rows }) => rows),
  readDataRows: (path, { columns, ...range }) => readRows(path, range, (line) => parseTexts(line, columns)),
  readProvenanceRows: (path, range = {}) => readRows(path, range, parseProvenance),
};

function lineEncoder<Row>(mostBytes: (row: Row) => number, lineOf: (row: Row) => string): RowEncoder<Row> {
  let lines: Buffer[] = [];
  const clear = () => {
    lines = [];
  };
  return {
    mostBytes,
    append: (row) => void lines.push(Buffer.from(lineOf(row))),
    clear,
    begin: (file) => ({
      writeBatch(rows) {
        const content = Buffer.concat(lines);
        clear();
        file.write(gzipMember(content, rows));
      },
      end: () => file.write(gzipMember(Buffer.alloc(0), 0)),
    }),
  };
}

/** Unpacks all of it: what is counted is lines. */
function countRows(path: string): number {
  let rows = 0;
  for (const lines of reading(path, linesByMember)) rows += lines;
  return rows;
}

function* linesByMember(file: OpenedFile): Generator<number> {
  for (const member of members(file)) {
    const content = unpackMember(file, member);
    let lines = 0;
    for (let at = content.indexOf(NEWLINE); at >= 0; at = content.indexOf(NEWLINE, at + 1)) lines++;
    expectLines(file, member, lines);
    yield lines;
  }
}

function readRows<Row>(path: string, { from = 0, to = Infinity }: RowRange, rowOf: (line: string) => Row) {
  return reading(path, function* (file): Generator<Row> {
    for (const { first, member } of membersWithin(file, from, to)) {
      let row = first;
      for (const line of linesIn(unpackMember(file, member))) {
        if (row >= from && row < to) yield decoded(file, member.byte, `row ${row}`, () => rowOf(line));
        row++;
      }
      expectLines(file, member, row - first);
    }
  });
}

function* membersWithin(file: OpenedFile, from: number, to: number) {
  let first = 0;
  for (const member of members(file)) {
    if (first >= to) return;
    if (first + member.rows > from) yield { first, member };
    first += member.rows;
  }
}

function expectLines({ path }: OpenedFile, { byte, rows }: Member, lines: number): void {
  if (lines !== rows) throw damaged(path, byte, `${rows} lines`, `${lines}`);
}

/** Lines one by one: all at once, a batch would be there three times. */
function* linesIn(content: Buffer): Generator<string> {
  for (let from = 0; from < content.length; ) {
    const end = content.indexOf(NEWLINE, from);
    yield content.toString('utf8', from, end < 0 ? content.length : end);
    from = end < 0 ? content.length : end + 1;
  }
}
