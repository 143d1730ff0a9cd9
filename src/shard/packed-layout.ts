// The layouts of shards whose rows a packer takes: what text-layout.ts and provenance-layout.ts are for rows that are objects. The
// columns lie in the packer's memory.

import { Bool, type Data, Int32, Int64, makeData, TimestampMillisecond, Utf8 } from './arrow.ts';
import { type ArrowKind, arrowEncoder } from './arrow-encoder.ts';
import { nullsOf } from './bit-columns.ts';
import type { Layout } from './layout.ts';
import * as zones from './pack-zones.ts';
import { postData } from './post-columns.ts';
import { inOrder, PROVENANCE, postLists, tagLists } from './provenance-layout.ts';
import type { RowPacker } from './row-packer.ts';
import type { ShardEncoders } from './shard-format.ts';
import { textSchema } from './text-layout.ts';

/** Encoders of the rows that this packer has in hand. */
export function packedEncoders(
  packer: RowPacker,
  kind: ArrowKind,
): (columns: readonly string[]) => ShardEncoders<RowPacker> {
  const provenance = arrowEncoder(provenanceLayout(packer), kind);
  return (columns) => ({ data: arrowEncoder(textLayout(packer, columns), kind), provenance });
}

function textLayout(packer: RowPacker, names: readonly string[]): Layout<RowPacker> {
  return {
    schema: textSchema(names),
    mostBytes: () => packer.mostTextBytes(),
    append: () => packer.appendTexts(),
    columns: () => names.map((_, column) => texts(packer, zones.FIRST_TEXT + 2 * column)),
    clear: () => packer.clearTexts(),
  };
}

function provenanceLayout(packer: RowPacker): Layout<RowPacker> {
  return {
    schema: PROVENANCE,
    mostBytes: () => packer.mostOriginBytes(),
    append: () => packer.appendOrigin(),
    columns: () => provenanceColumns(packer),
    clear: () => packer.clearOrigins(),
  };
}

function provenanceColumns(packer: RowPacker): Data[] {
  return inOrder({
    site: texts(packer, zones.SITE_ENDS),
    question_id: longs(packer, zones.QUESTION_IDS),
    votes: makeData({ type: new Int32(), data: packer.words(zones.VOTES) }),
    tags: tagLists(packer.words(zones.TAG_LISTS), texts(packer, zones.TAG_ENDS)),
    cluster: texts(packer, zones.CLUSTER_ENDS),
    fingerprint: texts(packer, zones.PRINT_ENDS),
    posts: postLists(packer.words(zones.POST_LISTS), postColumns(packer)),
  });
}

function postColumns(packer: RowPacker): ReturnType<typeof postData> {
  const ids = packer.longs(zones.POST_IDS);
  return postData(ids.length, {
    role: texts(packer, zones.ROLE_ENDS),
    id: longs(packer, zones.POST_IDS),
    url: texts(packer, zones.URL_ENDS),
    author_id: longs(packer, zones.AUTHOR_IDS, presence(packer, zones.AUTHOR_ID_BITS, ids.length)),
    author: texts(packer, zones.AUTHOR_ENDS, presence(packer, zones.AUTHOR_BITS, ids.length)),
    license: texts(packer, zones.LICENSE_ENDS),
    license_derived: makeData({
      type: new Bool(),
      length: ids.length,
      nullCount: 0,
      data: packer.bytes(zones.DERIVED_BITS),
    }),
    created: makeData({ type: new TimestampMillisecond('UTC'), data: packer.longs(zones.CREATED) }),
  });
}

type Present = Parameters<typeof nullsOf>[0];

function texts(packer: RowPacker, column: number, present?: Present): Data<Utf8> {
  const valueOffsets = packer.words(column);
  return makeData({ type: new Utf8(), valueOffsets, data: packer.bytes(column + 1), ...nullsOf(present) });
}

function longs(packer: RowPacker, column: number, present?: Present): Data {
  return makeData({ type: new Int64(), data: packer.longs(column), ...nullsOf(present) });
}

/** Which of so many rows hold a value. */
function presence(packer: RowPacker, column: number, rows: number): Present {
  const bits = packer.bytes(column);
  let present = 0;
  for (const byte of bits) present += BITS_OF[byte]!;
  return { absent: rows - present, bits: () => bits };
}

/** Bits that are set in each byte. */
const BITS_OF = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);
