// What a search for near-duplicates will take, in words.

import type { NearEstimate } from '../build.ts';
import { clockTime, grouped, size } from './terminal-text.ts';

/** A few lines. */
export function estimateText({ rule, rows, chances, ...estimate }: NearEstimate): string {
  const { field, similarity, bands, rows: rowsOfBand } = rule;
  const curve = chances.map(([point, chance]) => `${point.toFixed(2)}: ${chance.toFixed(3)}`).join('  ');
  const { diskBytes, threadBytes, bytesPerMember, seconds } = estimate;
  const member = `${bytesPerMember} bytes a row that has a near-duplicate`;
  return [
    `near-duplicates of ${field} at similarity ${similarity} among ${grouped(rows)} rows: ${bands} bands of ${rowsOfBand}`,
    `  chance to be found by similarity  ${curve}`,
    `  about ${size(diskBytes)} on disk, ${size(threadBytes)} a thread and ${member}, ${clockTime(seconds)}`,
    '',
  ].join('\n');
}
