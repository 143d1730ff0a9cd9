// What a set is before it is written: its tables, row by row.

import type { SetTable } from '../set-tables.ts';
import type { PlainRow } from '../shard/index.ts';

/** Rows by table; one without rows is left out. */
export type Draft = Partial<Readonly<Record<SetTable, readonly PlainRow[]>>>;
