// Builds for the tests of publishing, and what a double of the Hub has of them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { readManifest } from '../../src/manifest-file.ts';
import { type Publication, type PublishRequest, publishDataset } from '../../src/publish-dataset.ts';
import { buildFrom } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import type { Fault } from '../doubles/hub/faults.ts';
import { type DoubleOptions, type HubDouble, openHub, TOKEN } from '../doubles/hub/open-hub.ts';
import { commitAt } from '../doubles/hub/repository.ts';

export const REPO = 'ada/pairs';

/** Builds from questions with the ids 1 to `count`, in folders below `root`; returns the build's folder. */
export async function buildOf(root: string, date: string, count: number): Promise<string> {
  const dump = join(root, 'dumps', date);
  const questions = Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
  writeDump(dump, { [`beer.stackexchange.com-${date}`]: questions });
  const out = join(root, `out-${date}`);
  await buildFrom([dump], out);
  return out;
}

const open: HubDouble[] = [];
afterEach(async () => {
  for (const double of open.splice(0)) await double.close();
});

/** A double that is closed after the test. */
export async function hubDouble(options: DoubleOptions = {}): Promise<HubDouble> {
  const double = await openHub(options);
  open.push(double);
  return double;
}

/** Faults for the requests of a route, one each in their order, and then none. */
export function inOrder(faults: Readonly<Record<string, readonly Fault[]>>): (route: string) => Fault | undefined {
  const left = new Map(Object.entries(faults).map(([route, list]) => [route, [...list]]));
  return (route) => left.get(route)?.shift();
}

/** Publishes without waiting between tries. */
export function publish(out: string, { url }: HubDouble, more: Partial<PublishRequest> = {}): Promise<Publication> {
  const base = { out, repo: REPO, endpoint: url, token: TOKEN, temporary: tmpdir(), firstDelayMs: 1, useXet: false };
  return publishDataset({ ...base, ...more });
}

/** SHA-256 by path of what a branch or tag has; nothing where it is not there. */
export function filesAt({ repositories }: HubDouble, revision = 'main'): Record<string, string> {
  const repository = repositories.get(REPO);
  const files = repository && commitAt(repository, revision)?.files;
  return Object.fromEntries([...(files ?? [])].map(([path, { content }]) => [path, digest(content)]).sort());
}

/** SHA-256 by path of what a build is to have there; the card says the name. */
export function expectedOf(out: string): Record<string, string> {
  const paths = readManifest(out).shards.map(({ path }) => path);
  const others = ['README.md', 'data_config.json', 'manifest.json', 'report.html'];
  const named = (path: string) => readFileSync(join(out, path));
  const content = (path: string) =>
    path === 'README.md' ? Buffer.from(named(path).toString('utf8').replaceAll('NAMESPACE/NAME', REPO)) : named(path);
  return Object.fromEntries([...paths, ...others].map((path) => [path, digest(content(path))]).sort());
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
