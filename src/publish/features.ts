// The columns of the provenance configs as `datasets` names their types. They must agree with the files, or nothing loads.

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
