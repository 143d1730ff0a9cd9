// Dumps from a source into a folder, each checked against what the source lists. A killed download goes on where it was.

import { join } from 'node:path';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { openSource, readDump, type SourceRequest } from './open-source.ts';
import { dumpFolder, type FetchProgress, type FileTask, fetchDump, planFetch } from './refresh/index.ts';

export type { FetchProgress } from './refresh/index.ts';

/** What to fetch, and where to. */
export interface DownloadRequest extends SourceRequest {
  /** Gets a folder for the dump, named after it and its date. */
  readonly to: string;
  /** Only tells what would be fetched. */
  readonly dryRun?: boolean | undefined;
  readonly ignoreDisk?: boolean | undefined;
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  /** Told what is to be fetched, before it starts. */
  readonly onPlan?: ((plan: DownloadPlan) => void) | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** What there is to do. */
export interface DownloadPlan {
  readonly dump: string;
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly site: string; readonly state: FileTask['state'] }[];
  /** Still to be fetched, as far as the source says. */
  readonly bytes: number;
}

/** Fetches what is missing and gives what there was to do. */
export async function download(request: DownloadRequest): Promise<DownloadPlan> {
  const source = openSource(request);
  const dump = await readDump(source, request);
  const folder = join(request.to, dumpFolder(dump));
  if (request.dryRun) return planOf(dump.name, folder, planFetch(dump.files, folder));
  makeFolder(folder);
  const unlock = await takeLock(folder, request.temporary);
  try {
    const tasks = planFetch(dump.files, folder);
    const plan = planOf(dump.name, folder, tasks);
    request.onPlan?.(plan);
    await fetchDump(tasks, folder, { ...request, http: source.http });
    return plan;
  } finally {
    await unlock();
  }
}

function planOf(dump: string, folder: string, tasks: readonly FileTask[]): DownloadPlan {
  const files = tasks.map(({ file: { name, site }, state }) => ({ name, site, state }));
  return { dump, folder, files, bytes: tasks.reduce((sum, { bytes }) => sum + bytes, 0) };
}
