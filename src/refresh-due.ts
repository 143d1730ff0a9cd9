// Whether an update is due, and why: what a source lists and what the pipeline says, held against the record of the last
// refresh. Nothing is fetched or written here.

import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildRequest } from './build.ts';
import { loadPipeline } from './load-pipeline.ts';
import type { Manifest } from './manifest.ts';
import type { OpenedSource, SourceRequest } from './open-source.ts';
import { canonicalJson } from './pipeline.ts';
import { dumpDate } from './publish-dataset.ts';
import {
  changedSites,
  type Dump,
  fingerprints,
  generationsIn,
  isOlder,
  type NextState,
  type RefreshState,
} from './refresh/index.ts';
import { isPublished, manifestOnHub, type Publishing } from './refresh-hub.ts';
import { listTakedowns } from './refresh-takedowns.ts';
import { runtimeOf, VERSION } from './version.ts';

/** Whether and why. */
export interface Due {
  readonly isDue: boolean;
  /** The first dataset; another dump; other files; another pipeline or format; a Hub that has not the current dataset. */
  readonly reasons: readonly ('first' | 'dump' | 'files' | 'pipeline' | 'hub')[];
  readonly dump: string;
  /** Sites whose files are new or others. */
  readonly changed: readonly string[];
  /** Sites that were in the last dump and are not in this one. */
  readonly gone: readonly string[];
}

/** What was found. */
export interface Look {
  readonly source: OpenedSource;
  readonly dump: Dump;
  readonly next: NextState;
  /** What is published, where there is no dataset here to compare with. */
  readonly published: Manifest | undefined;
  readonly due: Due;
}

/** What to look at. */
export interface Looking {
  readonly source: OpenedSource;
  readonly dump: Dump;
  readonly state: RefreshState | undefined;
  readonly request: SourceRequest &
    Pick<BuildRequest, 'pipeline' | 'format' | 'takedowns'> &
    Publishing & { readonly state: string };
}

/** Holds a dump against the record. */
export async function lookAt({ source, dump, state, request }: Looking): Promise<Look> {
  const { format = 'arrow', takedowns } = request;
  const { definition, source: code } = await loadPipeline(request.pipeline);
  const folder = resolve(request.state);
  const { selection } = request.pipeline;
  const digest = (value: unknown) => hash('sha256', canonicalJson(value));
  const next: NextState = {
    formatVersion: 1,
    source: source.name,
    dump: dump.name,
    sites: fingerprints(dump),
    pipeline: digest({ definition, code, selection, format }),
    means: digest({ version: VERSION, runtime: runtimeOf(format), takedowns: listTakedowns(folder, takedowns) }),
  };
  const { current } = generationsIn(folder);
  const before = existsSync(current) ? state : undefined;
  const published = before === undefined ? await manifestOnHub(request) : undefined;
  const due = dueOf(before, next, request.date !== undefined);
  if (published !== undefined && request.date === undefined && isNewer(published, dump)) {
    return { source, dump, next, published, due: { ...due, isDue: false, reasons: [] } };
  }
  const isMissing = before !== undefined && !isPublished(request, before, current);
  return { source, dump, next, published, due: isMissing ? withHub(due) : due };
}

/** A Hub that has a newer dataset is not led back by an archive that lists less, as little as a folder is. */
function isNewer(published: Manifest, { date }: Dump): boolean {
  const there = dumpDate(published);
  return date !== undefined && there !== undefined && there > date;
}

function withHub(due: Due): Due {
  return { ...due, isDue: true, reasons: [...due.reasons, 'hub'] };
}

function dueOf(before: RefreshState | undefined, next: NextState, isAsked: boolean): Due {
  const changed = changedSites(before?.sites ?? {}, next.sites);
  const gone = Object.keys(before?.sites ?? {}).filter((site) => !(site in next.sites));
  const found = { dump: next.dump, changed, gone };
  if (before === undefined) return { isDue: true, reasons: ['first'], ...found };
  // An archive that lists less than before, for a while or for good, is no reason to go back.
  if (!isAsked && isOlder(next.dump, before.dump)) return { isDue: false, reasons: [], ...found };
  const reasons = [
    ...(next.dump === before.dump ? [] : ['dump' as const]),
    ...(changed.length + gone.length === 0 ? [] : ['files' as const]),
    ...(next.pipeline === before.pipeline ? [] : ['pipeline' as const]),
  ];
  return { isDue: reasons.length > 0, reasons, ...found };
}
