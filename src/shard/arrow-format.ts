// Arrow as an IPC stream, which `datasets` maps into memory, and as an IPC file, which has an index and which others expect.

import { arrowEncoder } from './arrow-encoder.ts';
import { batchRows, countRows, readDataRows, readProvenanceRows } from './arrow-reader.ts';
import { provenanceLayout } from './provenance-layout.ts';
import type { ShardFormat } from './shard-format.ts';
import { textLayout } from './text-layout.ts';

const reader = { batchRows, countRows, readDataRows, readProvenanceRows };

/** IPC streams: the default. */
export const arrowStreams: ShardFormat = {
  name: 'arrow',
  encoders: (columns) => ({
    data: arrowEncoder(textLayout(columns), 'stream'),
    provenance: arrowEncoder(provenanceLayout(), 'stream'),
  }),
  ...reader,
};

/** IPC files. */
export const arrowFiles: ShardFormat = {
  name: 'arrow-file',
  encoders: (columns) => ({
    data: arrowEncoder(textLayout(columns), 'file'),
    provenance: arrowEncoder(provenanceLayout(), 'file'),
  }),
  ...reader,
};
