// The files of a build that are published: shards as the manifest lists them, evaluation sets, and what stands beside
// them. `.work` and `dropped` stay at home: what was left out of a dataset is not handed on with it.
// Memory: the list, and the card.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileChunks } from '../file-chunks.ts';
import type { Manifest } from '../manifest.ts';
import { CARD_FILE } from '../manifest-file.ts';
import { namedCard } from './card.ts';
import { type LocalFile, OUR_FILES } from './plan-upload.ts';

/** A build as it is to stand on the Hub. */
export interface DatasetFiles {
  readonly files: readonly LocalFile[];
  /** Where the bytes of a file are. */
  content(path: string): URL | Blob;
  /** The name git has for a file; reads it. */
  gitOid(file: LocalFile): Promise<string>;
}

/** Whose files, under which name, and what may stop the reading. */
export interface FilesOptions {
  readonly out: string;
  readonly manifest: Manifest;
  /** `NAMESPACE/NAME`: the card says how to load it. */
  readonly repo: string;
  readonly signal?: AbortSignal | undefined;
}

/** Lists the files of a build. Shards are known by the manifest; the others are read. */
export async function datasetFiles({ out, manifest, repo, signal }: FilesOptions): Promise<DatasetFiles> {
  const card = Buffer.from(namedCard(readFileSync(join(out, CARD_FILE), 'utf8'), repo), 'utf8');
  const shards = manifest.shards.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
  const others = [...OUR_FILES.filter((path) => path !== CARD_FILE && existsSync(join(out, path))), ...evaluation(out)];
  const files: LocalFile[] = [...shards, { path: CARD_FILE, bytes: card.length, sha256: digest('sha256', card) }];
  for (const path of others) {
    const bytes = statSync(join(out, path)).size;
    files.push({ path, bytes, sha256: await digestFile(createHash('sha256'), join(out, path), signal) });
  }
  return {
    files,
    content: (path) => (path === CARD_FILE ? new Blob([card]) : pathToFileURL(join(out, path))),
    async gitOid({ path, bytes }) {
      const hash = createHash('sha1').update(`blob ${bytes}\0`);
      return path === CARD_FILE ? hash.update(card).digest('hex') : digestFile(hash, join(out, path), signal);
    },
  };
}

/** Evaluation sets are not in the manifest; files that are being written, and hidden ones, are none. */
function evaluation(out: string): string[] {
  const folder = join(out, 'evaluation');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

function digest(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

async function digestFile(
  hash: ReturnType<typeof createHash>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  for await (const chunk of fileChunks(path, { signal })) hash.update(chunk);
  return hash.digest('hex');
}
