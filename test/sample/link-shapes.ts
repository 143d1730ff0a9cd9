// Finds the shapes of links a sample plants by looking at PostLinks.xml alone, by other means than it was written.
import type { SampleRow } from './sample-rows.ts';

export const LINK_SHAPES = [
  'duplicate_cycle',
  'self_link',
  'repeated_link',
  'two_targets',
  'linked_duplicate',
  'link_to_answer',
  'link_from_answer',
  'dangling_source',
  'unsorted_links',
  'malformed_link',
] as const;

export type LinkShape = (typeof LINK_SHAPES)[number];

/** How often each shape is there; `types` has the type of each post by its id. */
export function linkShapes(
  rows: readonly SampleRow[],
  types: ReadonlyMap<string | undefined, string | undefined>,
): Record<LinkShape, number> {
  const links = rows.map(({ attributes }) => ({
    id: Number(attributes!.Id),
    from: attributes!.PostId!,
    to: attributes!.RelatedPostId!,
    type: attributes!.LinkTypeId!,
  }));
  const duplicates = links.filter(({ type }) => type === '3');
  const targets = new Map<string, string[]>();
  for (const { from, to } of duplicates) targets.set(from, [...(targets.get(from) ?? []), to]);
  const lists = [...targets.values()];
  const step = (from: string) => targets.get(from)?.[0] ?? '';
  return {
    duplicate_cycle: [...targets.keys()].filter((id) => step(id) !== id && step(step(step(id))) === id).length / 3,
    self_link: duplicates.filter(({ from, to }) => from === to).length,
    repeated_link: lists.filter((list) => new Set(list).size < list.length).length,
    two_targets: lists.filter((list) => new Set(list).size === 2).length,
    linked_duplicate: links.filter(({ from, to, type }) => type === '1' && targets.get(from)?.includes(to)).length,
    link_to_answer: duplicates.filter(({ to }) => types.get(to) === '2').length,
    link_from_answer: duplicates.filter(({ from }) => types.get(from) === '2').length,
    dangling_source: duplicates.filter(({ from }) => !types.has(from)).length,
    unsorted_links: links.filter(({ id }, at) => at > 0 && id < links[at - 1]!.id).length,
    malformed_link: links.filter(({ to }) => to === 'none').length,
  };
}
