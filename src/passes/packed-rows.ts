// The rows of a shard in WebAssembly: records go as they lie into columns, and no row becomes an object but the few that are
// shown. What is written and noted is what kept-rows.ts writes and notes, which is the reference.

import type { PackedLayouts, RowPacker } from '../shard/index.ts';
import { partitionReader, recordId, recordQuestionId, Scratch } from '../spill/index.ts';
import type { Slice } from '../types.ts';
import { type KeptRows, openNotes, type RowForm, type RowsOfShard, rowOf } from './kept-rows.ts';
import { rowCounts } from './row-tally.ts';

/** Rows in the hand of a packer. */
export function packedRows({ packer, layoutsOf }: PackedLayouts): RowForm<RowPacker> {
  const blocks = new Scratch();
  return {
    read: partitionReader(undefined, packer.records),
    layoutsOf,
    open: (shard) => openRows(shard, packer, blocks),
  };
}

function openRows(shard: RowsOfShard, packer: RowPacker, blocks: Scratch): KeptRows<RowPacker> {
  const { sites, columns } = shard;
  const { seen, credits, isCredited, place, noted, close } = openNotes(shard, blocks);
  packer.begin(sites, columns.length);
  return {
    take(judged) {
      const { record, verdict } = judged;
      const { bytes, at, input } = record;
      if (seen.isNoted(record)) {
        const row = rowOf(judged, shard);
        seen.add(record, seen.isShown(record) ? credits.complete(row, input) : row);
      }
      seen.pass(record);
      const clusterSite = verdict?.clusterInput ?? input;
      const clusterId = verdict?.clusterId ?? recordId(bytes, at);
      const questionId = recordQuestionId(bytes, at);
      // From here on the memory may grow, and the record is where it was no longer.
      const wanting = packer.take(at, { site: input, clusterSite, clusterId });
      if (isCredited && wanting > 0) sayNames(packer, wanting, (author) => credits.nameOf(input, author));
      packer.note();
      place({ site: sites[input]!.name, questionId, asked: packer.asked() });
      return packer;
    },
    noted() {
      const { licenses, lengths, years, posts, named } = packer.counts();
      return noted({ licenses, tally: rowCounts(lengths, years), credits: { named, unnamed: posts - named } });
    },
    close,
  };
}

/** Says the names of authors, if they are known, for which so many posts of the record in hand wait. */
function sayNames(packer: RowPacker, wanting: number, nameOf: (author: number) => Slice | undefined): void {
  for (let [post, left] = [0, wanting]; left > 0; post++) {
    const author = packer.wantedAuthor(post);
    if (author === undefined) continue;
    left -= 1;
    const name = nameOf(author);
    if (name !== undefined) packer.name(post, name);
  }
}
