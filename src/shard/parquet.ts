// The one door to hyparquet and hyparquet-writer. The public way to read waits between columns; shards are read row by
// row without waiting, so their reader goes by the parts that it is made of.

export {
  asyncBufferFromFile,
  type FileMetaData,
  type ParquetScan,
  parquetMetadata,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from 'hyparquet';
export { assembleNested } from 'hyparquet/src/assemble.js';
export { readColumn } from 'hyparquet/src/column.js';
export { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
export { getTreePath } from 'hyparquet/src/schema.js';
export { flatten } from 'hyparquet/src/utils.js';
export { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
