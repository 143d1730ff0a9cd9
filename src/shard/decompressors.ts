// The one door to hyparquet-compressors: what Parquet and Arrow may compress their parts with, in JavaScript.
export { compressors, decompressZstd } from 'hyparquet-compressors';
