// The columns of the provenance configs and of evaluation sets, as `datasets` names their types. They must agree with the files,
// or nothing loads.

import { SET_TABLES, type SetColumn } from '../set-tables.ts';

/** A column: a plain type, or a list of values or of structs. */
export type Feature =
  | { readonly name: string; readonly dtype: string }
  | { readonly name: string; readonly list: string | readonly Feature[] };

/** Columns of every provenance config, in their order on disk. */
export const PROVENANCE_FEATURES: readonly Feature[] = [
  { name: 'site', dtype: 'string' },
  { name: 'question_id', dtype: 'int64' },
  { name: 'votes', dtype: 'int32' },
  { name: 'tags', list: 'string' },
  { name: 'cluster', dtype: 'string' },
  { name: 'fingerprint', dtype: 'string' },
  {
    name: 'posts',
    list: [
      { name: 'role', dtype: 'string' },
      { name: 'id', dtype: 'int64' },
      { name: 'url', dtype: 'string' },
      { name: 'author_id', dtype: 'int64' },
      { name: 'author', dtype: 'string' },
      { name: 'license', dtype: 'string' },
      { name: 'license_derived', dtype: 'bool' },
      { name: 'created', dtype: 'timestamp[ms, tz=UTC]' },
    ],
  },
];

const SET_TYPES: Readonly<Record<SetColumn, (name: string) => Feature>> = {
  text: (name) => ({ name, dtype: 'string' }),
  integer: (name) => ({ name, dtype: 'int32' }),
  texts: (name) => ({ name, list: 'string' }),
};

/** Columns of a table of an evaluation set; none of one that this version does not know. */
export function setFeatures(table: string): readonly Feature[] {
  const columns: Readonly<Record<string, SetColumn>> =
    Object.entries(SET_TABLES).find(([name]) => name === table)?.[1] ?? {};
  return Object.entries(columns).map(([name, kind]) => SET_TYPES[kind](name));
}
