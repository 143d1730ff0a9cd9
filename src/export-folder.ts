// The folder of an export: new or empty, or with this very export in it, begun or finished. Any other is left alone.

import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeDurably } from './durable-file.ts';
import { StackpairsError } from './errors.ts';
import type { Format } from './formats.ts';
import type { OpenedBuild } from './inspect.ts';
import { makeFolder } from './make-folder.ts';
import type { Manifest } from './manifest.ts';
import {
  CARD_FILE,
  DATA_CONFIG_FILE,
  MANIFEST_FILE,
  manifestText,
  REPORT_FILE,
  readManifest,
} from './manifest-file.ts';
import { WORK_FOLDER } from './passes/adopt-plan.ts';
import { keptFiles } from './passes/keep-dropped.ts';
import { runtimeOf, VERSION } from './version.ts';

/** What an export is of, and what it will say of itself. */
export interface ExportPlan {
  /** The text of the file that a begun export is known by. */
  readonly mark: string;
  /** The manifest to be, but for the shards: those of the source. */
  readonly manifest: Manifest;
}

/** A begun export is known by it. */
const MARK_FILE = 'export.json';

/** Plans the export of a dataset. */
export function planExport({ out, manifest }: OpenedBuild, format: Format): ExportPlan {
  const { zlib: _, ...runtime } = manifest.runtime;
  const { zlib } = runtimeOf(format);
  const source = hash('sha256', manifestText(manifest), 'hex');
  const kept = keptFiles(out, manifest);
  return {
    mark: `${JSON.stringify({ stackpairs: VERSION, runtime: runtimeOf(format), format, source, kept }, null, 2)}\n`,
    manifest: { ...manifest, format, runtime: { ...runtime, ...(zlib === undefined ? {} : { zlib }) } },
  };
}

/** Makes the folder and marks it, or finds this export in it. Any other folder is `bad_usage` and left as it is. */
export function claimExport(out: string, from: string, plan: ExportPlan): void {
  if (`${out}${sep}`.startsWith(`${from}${sep}`)) {
    throw refused(out, 'the dataset would be written into itself');
  }
  try {
    makeFolder(out);
  } catch (cause) {
    throw refused(out, 'the folder cannot be made', cause);
  }
  const mark = join(out, WORK_FOLDER, MARK_FILE);
  if (existsSync(mark)) {
    if (readFileSync(mark, 'utf8') === plan.mark) return;
    throw refused(out, 'the folder holds an export of something else, or in another format');
  }
  if (finishedExport(out, plan) !== undefined) return;
  const isDamaged = ownManifest(out, plan) !== undefined && !existsSync(join(out, WORK_FOLDER));
  const isEmpty = readdirSync(out).every((name) => name === WORK_FOLDER && readdirSync(join(out, name)).length === 0);
  if (!isEmpty && !isDamaged) throw refused(out, 'the folder is not empty');
  makeFolder(join(out, WORK_FOLDER));
  writeDurably(mark, plan.mark);
}

/** Removes the mark and what it stood beside; does nothing in a folder that has none. */
export function removeMark(out: string): void {
  if (existsSync(join(out, WORK_FOLDER, MARK_FILE))) rmSync(join(out, WORK_FOLDER), { recursive: true });
}

/** The manifest of this export, if it is finished and all its files are there. */
export function finishedExport(out: string, plan: ExportPlan): Manifest | undefined {
  const found = ownManifest(out, plan);
  if (found === undefined) return undefined;
  const files = [CARD_FILE, REPORT_FILE, DATA_CONFIG_FILE, ...keptFiles(out, found)];
  const isThere = ({ path, bytes }: Manifest['shards'][number]) =>
    statSync(join(out, path), { throwIfNoEntry: false })?.size === bytes;
  return files.every((file) => existsSync(join(out, file))) && found.shards.every(isThere) ? found : undefined;
}

/** Undefined also where a manifest is another program's. */
function ownManifest(out: string, { manifest }: ExportPlan): Manifest | undefined {
  if (!existsSync(join(out, MANIFEST_FILE))) return undefined;
  try {
    const found = readManifest(out);
    return isDeepStrictEqual(comparable(found), comparable(manifest)) ? found : undefined;
  } catch (error) {
    if (error instanceof StackpairsError) return undefined;
    throw error;
  }
}

/** What is the same in two manifests of the same rows in one format, before all their files are written. */
function comparable({ shards, ...manifest }: Manifest) {
  return { ...manifest, shards: shards.map(({ config, split, rows }) => ({ config, split, rows })) };
}

function refused(at: string, what: string, cause?: unknown): StackpairsError {
  return new StackpairsError('bad_usage', what, { at, hint: 'Choose another --out, or remove this one', cause });
}
