// Which questions are known to be duplicates, directly or through others: by the rows of a dataset that are made of such
// links, and by the links of its dumps. Memory: 8 bytes a link of duplicates, 8 more a question in one.

import { openTable, readLinks } from '../extract/index.ts';
import { type OpenedBuild, rowsOf } from '../inspect.ts';
import type { ManifestConfig } from '../manifest.ts';
import { type Components, connectedComponents, rootIn } from '../near/index.ts';
import { DUPLICATE } from '../passes/links/link-rows.ts';
import { sum } from '../sum.ts';
import type { Input } from '../types.ts';

/** What is known of duplicates. */
export interface KnownDuplicates {
  /** Questions that have one. */
  readonly questions: number;
  /** The least question of those that this one is a duplicate of, directly or not; itself where it is of none. */
  groupOf(site: string, question: number): number;
}

/** Ends of links, one pair behind the other, by site. */
type Edges = Map<string, number[]>;

/** Collects what the dataset and the dumps know; a dump of another site is of no use here. */
export async function openKnownDuplicates(build: OpenedBuild, dumps: readonly Input[]): Promise<KnownDuplicates> {
  const edges: Edges = new Map(build.manifest.inputs.map(({ site }) => [site, []]));
  for (const config of build.manifest.configs) addRows(build, config, edges);
  for (const { site, tables } of dumps) {
    const own = edges.get(site);
    if (own === undefined || tables.links === undefined) continue;
    const link = ({ typeId, postId, relatedId }: { typeId: number; postId: number; relatedId: number }) => {
      if (typeId === DUPLICATE && postId !== relatedId) own.push(postId, relatedId);
    };
    // A damaged row says nothing of any question; the build that reads links counts it.
    await readLinks(openTable(tables.links), { link, damaged: () => {} }, tables.links.file);
  }
  return known(new Map([...edges].map(([site, ends]) => [site, connectedComponents(Uint32Array.from(ends))])));
}

function addRows(build: OpenedBuild, config: ManifestConfig, edges: Edges): void {
  // Rows of duplicates name them first: see `sourceOf`.
  if (!config.columns[0]!.startsWith('duplicate_')) return;
  for (const { provenance } of rowsOf(build, config)) {
    const ends = provenance.posts.filter(({ role }) => role === 'duplicate' || role === 'question');
    if (ends.length === 2) edges.get(provenance.site)?.push(...ends.map(({ id }) => id));
  }
}

function known(bySite: ReadonlyMap<string, Components>): KnownDuplicates {
  return {
    questions: sum([...bySite.values()].map(({ members }) => members.length)),
    groupOf(site, question) {
      const components = bySite.get(site);
      return (components && rootIn(components, question)) ?? question;
    },
  };
}
