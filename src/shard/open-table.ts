// Tables of other people: one door for both formats. What reads them is loaded when the first one is opened, since a
// build needs none of it.
import type { OpenTable } from '../foreign.ts';

/** Opens an Arrow or Parquet file that somebody else may have written. */
export const openTable: OpenTable = async (path, format) => {
  if (format === 'parquet') {
    const { openParquetTable } = await import('./parquet-table.ts');
    return openParquetTable(path);
  }
  const { openArrowTable } = await import('./arrow-table.ts');
  return openArrowTable(path);
};
