// Arrow as an IPC stream, which `datasets` maps into memory, and as an IPC file, which has an index and which others expect.

import { type ArrowKind, arrowEncoder } from './arrow-encoder.ts';
import { batchRows, countRows, readDataRows, readProvenanceRows } from './arrow-reader.ts';
import { packedEncoders } from './packed-layout.ts';
import { provenanceLayout } from './provenance-layout.ts';
import type { ShardFormat } from './shard-format.ts';
import { textColumns, textLayout } from './text-layout.ts';

const reader = { batchRows, countRows, readDataRows, readProvenanceRows };

/** IPC streams: the default. */
export const arrowStreams: ShardFormat = {
  name: 'arrow',
  openEncoders: () => openEncoders('stream'),
  openPackedEncoders: (packer) => packedEncoders(packer, 'stream'),
  ...reader,
};

/** IPC files. */
export const arrowFiles: ShardFormat = {
  name: 'arrow-file',
  openEncoders: () => openEncoders('file'),
  openPackedEncoders: (packer) => packedEncoders(packer, 'file'),
  ...reader,
};

function openEncoders(kind: ArrowKind): ReturnType<ShardFormat['openEncoders']> {
  const [texts, provenance] = [textColumns(), arrowEncoder(provenanceLayout(), kind)];
  return (columns) => ({ data: arrowEncoder(textLayout(columns, texts(columns.length)), kind), provenance });
}
