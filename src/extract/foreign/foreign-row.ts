// What every format comes down to: a row with its place, and which of its columns hold texts.
import type { PostName, TableRow } from '../../foreign.ts';
import type { Part } from './parts.ts';

/** A row, and what is known of it. */
export interface ForeignRow {
  /** In the set, for reports. */
  readonly place: string;
  /** For errors. */
  readonly at: string;
  readonly part: Part;
  readonly row: TableRow;
  /** Columns that hold its texts. */
  readonly columns: readonly string[];
  readonly post?: PostName;
}
