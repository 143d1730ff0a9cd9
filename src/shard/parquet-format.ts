// Parquet, which the Hub shows best and every database reads.

import { parquetEncoder } from './parquet-encoder.ts';
import { provenanceColumns, provenanceSchema, textSchema } from './parquet-layout.ts';
import { batchRows, countRows, readDataRows, readProvenanceRows } from './parquet-reader.ts';
import { mostProvenanceBytes } from './provenance-layout.ts';
import { provenanceOf, stringOf } from './row-values.ts';
import type { ShardFormat } from './shard-format.ts';
import { mostTextBytes } from './text-layout.ts';

/** Parquet files. */
export const parquet: ShardFormat = {
  name: 'parquet',
  openEncoders: () => (columns) => ({
    data: parquetEncoder({
      schema: textSchema(columns),
      mostBytes: mostTextBytes,
      valuesOf: ({ texts }) => texts.map(stringOf),
      columnsOf: (rows) => columns.map((name, column) => ({ name, data: rows.map((texts) => texts[column]) })),
    }),
    provenance: parquetEncoder({
      schema: provenanceSchema(),
      mostBytes: mostProvenanceBytes,
      valuesOf: provenanceOf,
      columnsOf: provenanceColumns,
    }),
  }),
  countRows,
  batchRows,
  readDataRows,
  readProvenanceRows,
};
