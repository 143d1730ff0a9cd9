// A finished dataset in another format, in a folder of its own, which is then a whole dataset, equal to what `run` builds
// in that format. A killed export goes on where it was. Memory: one batch, in both formats.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { languagesOf, siteOf } from './clean/index.ts';
import { openDurableFile, writeDurably } from './durable-file.ts';
import { StackpairsError } from './errors.ts';
import { claimExport, type ExportPlan, finishedExport, planExport, removeMark } from './export-folder.ts';
import { exportShards } from './export-shards.ts';
import { fileChunks } from './file-chunks.ts';
import { firstRows } from './first-rows.ts';
import type { Format } from './formats.ts';
import { type OpenedBuild, openBuild } from './inspect.ts';
import { takeLock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import { CARD_FILE, REPORT_FILE, writeDataConfig, writeManifest } from './manifest-file.ts';
import { WORK_FOLDER } from './passes/adopt-plan.ts';
import type { Progress } from './passes/context.ts';
import { keptFiles } from './passes/keep-dropped.ts';
import { removeTemporaries } from './passes/remove-temporaries.ts';
import { card, reportAs } from './publish/index.ts';

/** What to export, where to, and as what. */
export interface ExportRequest {
  /** Folder of a finished dataset. */
  readonly from: string;
  /** Another folder: a new or empty one, or one with this very export in it. */
  readonly out: string;
  readonly format: Format;
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Writes a dataset in another format and gives its manifest. */
export async function exportDataset(request: ExportRequest): Promise<Manifest> {
  const [from, out] = [resolve(request.from), resolve(request.out)];
  const source = await openBuild(from);
  const plan = planExport(source, request.format);
  claimExport(out, from, plan);
  const unlock = await takeLock(out, request.temporary);
  try {
    const manifest = finishedExport(out, plan) ?? (await writeDataset(source, { ...request, out, plan }));
    removeMark(out);
    return manifest;
  } finally {
    await unlock();
  }
}

interface Writing extends ExportRequest {
  readonly plan: ExportPlan;
}

async function writeDataset(source: OpenedBuild, request: Writing): Promise<Manifest> {
  const { out, plan, signal } = request;
  const work = join(out, WORK_FOLDER);
  removeTemporaries(out);
  makeFolder(work);
  const shards = await exportShards(source, { ...request, work });
  const manifest: Manifest = { ...plan.manifest, shards };
  for (const file of keptFiles(source.out, manifest)) await copyFile(file, { from: source.out, out, signal });
  writeDurably(join(out, CARD_FILE), card(manifest, cardFacts(source)));
  writeDurably(join(out, REPORT_FILE), reportOf(source, manifest));
  writeDataConfig(out, manifest);
  writeManifest(out, manifest);
  return manifest;
}

/** What the card shows beyond the manifest: as a build has it from its rows. */
function cardFacts({ out, manifest, format }: OpenedBuild) {
  const languages = languagesOf(manifest.inputs.map(({ site }) => site));
  return { languages, samples: firstRows({ manifest, format, pathOf: (path) => join(out, path) }) };
}

function reportOf({ out, manifest: from }: OpenedBuild, to: Manifest): string {
  const sites = from.inputs.map(({ site }) => siteOf(site));
  const at = join(out, REPORT_FILE);
  const report = reportAs(existsSync(at) ? readFileSync(at, 'utf8') : '', { from, to, sites });
  if (report !== undefined) return report;
  throw new StackpairsError('damaged_output', 'it is not the report of this dataset', {
    at,
    hint: 'See what build-dataset verify says of it, and build it again',
  });
}

async function copyFile(file: string, { from, out, signal }: Pick<Writing, 'from' | 'out' | 'signal'>): Promise<void> {
  makeFolder(dirname(join(out, file)));
  const copy = openDurableFile(join(out, file));
  try {
    for await (const chunk of fileChunks(join(from, file), { signal })) copy.write(chunk);
    copy.finish();
  } finally {
    copy.abandon();
  }
}
