// Counts the rows of one site's Posts.xml as they go by, for the report.
import type { PlantedRow } from './anomaly.ts';
import type { SiteTally } from './sample-report.ts';

/** Counts a row. */
export type RowCount = (row: Omit<PlantedRow, 'text'>) => void;

/** Makes the count of a site; `isListed` says whether a user is in its Users.xml. */
export function createRowCount(tally: SiteTally, isListed: (user: number) => boolean): RowCount {
  const { rows, posts, owners } = tally;
  let lastId = 0;
  return ({ kind, row: { id, acceptedAnswerId, closed, ownerId } }) => {
    rows[kind]++;
    if (kind === 'malformed') return;
    if (id < lastId) posts.unsorted++;
    lastId = id;
    if (kind === 'question' && acceptedAnswerId !== 0) posts.accepted++;
    if (kind === 'question' && closed !== '') posts.closed++;
    owners[ownerId === 0 ? 'none' : isListed(ownerId) ? 'listed' : 'unlisted']++;
  };
}
