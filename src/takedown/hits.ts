// The list of rows that are in a benchmark, without those that are taken out; what the manifest says of it goes along.

import type { Manifest } from '../manifest.ts';
import type { HitKind } from '../passes/screen/hit.ts';
import { filterLines, type PostLine } from './filter-lines.ts';

interface HitLine extends PostLine {
  readonly benchmark: string;
  readonly kind: HitKind;
}

/** Writes the list of the next generation, if any of its lines goes; gives what the manifest is to say. */
export async function contaminationWithout(
  out: string,
  contamination: Manifest['contamination'],
  isRemoved: (line: PostLine) => boolean,
): Promise<Manifest['contamination']> {
  if (contamination === null) return null;
  const removed: HitLine[] = [];
  const onRemoved = ({ benchmark, kind, site }: HitLine) => removed.push({ benchmark, kind, site });
  const written = await filterLines<HitLine>(out, contamination.report.path, { isRemoved, onRemoved });
  if (written === undefined) return contamination;
  const { bytes, sha256 } = written;
  const benchmarks = contamination.benchmarks.map(({ hits, ...benchmark }) => {
    const own = removed.filter((line) => line.benchmark === benchmark.name);
    const left = (kind: HitKind) => hits[kind] - own.filter((line) => line.kind === kind).length;
    return { ...benchmark, hits: { post: left('post'), text: left('text'), ngram: left('ngram'), near: left('near') } };
  });
  const hits = contamination.report.hits - removed.length;
  return { ...contamination, benchmarks, report: { ...contamination.report, hits, bytes, sha256: sha256! } };
}
