// What of a request the manifest calls its selection.

import type { Manifest } from '../manifest.ts';
import type { BuildRequest } from './build-request.ts';

/** Dates, tags and the limit that were asked for. */
export function selectionOf({ pipeline, limit }: Pick<BuildRequest, 'pipeline' | 'limit'>): Manifest['selection'] {
  const { tags, ...dates } = pipeline.selection;
  return { ...dates, ...(tags === undefined ? {} : { tags: [...tags] }), ...(limit === undefined ? {} : { limit }) };
}
