// Pairs joined of several rows: first of threads, then of the questions that links name and of those with the same tags,
// which the first pass kept.

import type { ConfigRules } from '../config-rules.ts';
import type { ConfigRows } from './config-passes.ts';
import type { PassContext } from './context.ts';
import { joinPass } from './join/join-pass.ts';
import { isJoined } from './join/join-threads.ts';
import { linksPass } from './links/links-pass.ts';
import { isLinked } from './links/meet-links.ts';
import type { ReadLinks } from './links/read-links-pass.ts';
import { sidesPass } from './links/sides-pass.ts';
import type { RoutePassResult } from './route-pass.ts';
import { isTagged } from './tags/pair-tags.ts';
import { tagsPass } from './tags/tags-pass.ts';

interface JoinConfigsRequest {
  readonly routed: RoutePassResult;
  /** By input, where any config is made of links. */
  readonly links: readonly ReadLinks[] | undefined;
  readonly configs: readonly ConfigRules[];
}

/** The rows of every config, in the order of the configs. */
export async function joinConfigs(context: PassContext, request: JoinConfigsRequest): Promise<ConfigRows[]> {
  const { routed, links, configs } = request;
  const [threads, linked, tagged] = [configs.filter(isJoined), configs.filter(isLinked), configs.filter(isTagged)];
  const sides = links !== undefined && context.keepsClusters ? await sidesPass(context, routed, links) : undefined;
  const joined = await joinPass(context, { routed, configs: threads, links, sides, keepsTagged: tagged.length > 0 });
  const { questions } = joined;
  const met = links === undefined ? [] : await linksPass(context, { links, questions, sides }, linked);
  const paired = tagged.length === 0 ? [] : await tagsPass(context, { routed, tagged: joined.tagged }, tagged);
  const rows = new Map([
    ...threads.map(({ name }, index) => [name, joined.configs[index]!] as const),
    ...linked.map(({ name }, index) => [name, met[index]!] as const),
    ...tagged.map(({ name }, index) => [name, paired[index]!] as const),
  ]);
  return configs.map((config) => ({ ...config, routed: rows.get(config.name)! }));
}
