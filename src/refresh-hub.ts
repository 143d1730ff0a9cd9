// The Hub's side of a refresh: what it has, whether the record says that it has the current dataset, and sending it there.

import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './manifest.ts';
import { MANIFEST_FILE } from './manifest-file.ts';
import { type Publication, type PublishRequest, publishDataset, publishedManifest } from './publish-dataset.ts';
import type { Published, RefreshState } from './refresh/index.ts';

/** Where a refresh publishes, and as whom. Its token is handed on, and never written. */
export type HubTarget = Omit<PublishRequest, 'out' | 'temporary' | 'dryRun' | 'signal'>;

/** What a refresh needs to know to publish. */
export interface Publishing {
  readonly hub?: HubTarget | undefined;
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  readonly signal?: AbortSignal | undefined;
}

/** Publishes the dataset in a folder, if a refresh is to publish; commits nothing where the Hub has it already. */
export async function publishFolder(
  { hub, temporary, signal }: Publishing,
  out: string,
  dryRun = false,
): Promise<Publication | undefined> {
  return hub === undefined ? undefined : publishDataset({ ...hub, out, temporary, signal, dryRun });
}

/** The manifest of what the Hub has; undefined where it has none, or a refresh is not to publish. */
export async function manifestOnHub({ hub, signal }: Publishing): Promise<Manifest | undefined> {
  return hub === undefined ? undefined : publishedManifest({ ...hub, signal });
}

/** What the record is to say when the dataset in a folder was published. */
export function publishedFrom({ hub }: Pick<Publishing, 'hub'>, folder: string): Published | null {
  if (hub === undefined) return null;
  const { repo, revision = 'main' } = hub;
  return { target: `${repo}@${revision}`, manifest: hash('sha256', readFileSync(join(folder, MANIFEST_FILE))) };
}

/** True if the record says that the Hub has the current dataset, or nobody wants it there. */
export function isPublished({ hub }: Pick<Publishing, 'hub'>, { published }: RefreshState, current: string): boolean {
  return hub === undefined || isDeepStrictEqual(published, publishedFrom({ hub }, current));
}
