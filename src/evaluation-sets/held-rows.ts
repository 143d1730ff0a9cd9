// The rows that evaluation sets are made of: those of a held-out side, by what kind they are. Memory: the texts of `most`
// rows of each kind.

import { type Source, sourceOf } from '../evaluation-rule.ts';
import { type InspectedRow, type OpenedBuild, rowsOf } from '../inspect.ts';
import type { ManifestConfig } from '../manifest.ts';

/** A row, with its posts as `site/12`. */
export interface HeldRow {
  readonly source: Source;
  /** The post that asks, and the one that is looked for: of a question's title and body, the same. */
  readonly id: string;
  readonly otherId: string;
  readonly text: string;
  readonly other: string;
  readonly site: string;
  readonly tags: readonly string[];
  /** The two posts, and the question whose thread it is. */
  readonly posts: readonly string[];
}

/** A build as far as it is written: its shards and their configs. */
export type WrittenRows = OpenedBuild;

/** The rows of a kind on a side: of the first recipe that makes such rows, `most` at most, evenly of its configs. */
export function heldRows(
  build: WrittenRows,
  source: Source,
  { side, most }: { side: string; most: number },
): HeldRow[] {
  const configs = configsOf(build, source);
  const share = Math.ceil(most / Math.max(1, configs.length));
  return configs.flatMap((config) => firstRows(build, config, { source, side, share })).slice(0, most);
}

/** The configs of the first recipe that makes rows of a kind. */
export function configsOf({ manifest: { configs } }: WrittenRows, source: Source): ManifestConfig[] {
  const first = configs.find(({ columns }) => sourceOf(columns) === source);
  return configs.filter(({ recipe }) => recipe === first?.recipe);
}

interface Wanted {
  readonly source: Source;
  readonly side: string;
  readonly share: number;
}

function firstRows(build: WrittenRows, config: ManifestConfig, { source, side, share }: Wanted): HeldRow[] {
  const shards = build.manifest.shards.filter(({ split }) => split === side);
  const held: HeldRow[] = [];
  for (const row of rowsOf({ ...build, manifest: { ...build.manifest, shards } }, config)) {
    if (held.length === share) break;
    held.push(heldRow(row, config, source));
  }
  return held;
}

function heldRow({ texts, provenance }: InspectedRow, { columns }: ManifestConfig, source: Source): HeldRow {
  const { site, questionId, tags, posts } = provenance;
  const named = (id: number | undefined) => `${site}/${id ?? questionId}`;
  const ofRole = (role: string) => named(posts.find((post) => post.role === role)?.id);
  const [text, other] = columns.map((column) => texts[column] ?? '');
  const ids: Readonly<Record<Source, readonly [string, string]>> = {
    bodies: [named(questionId), named(questionId)],
    answers: [named(questionId), ofRole('answer')],
    duplicates: [ofRole('duplicate'), ofRole('question')],
    linked: [ofRole('question'), ofRole('linked')],
  };
  const [id, otherId] = ids[source];
  const all = [named(questionId), ...posts.map((post) => named(post.id))];
  return { source, id, otherId, text: text!, other: other!, site, tags, posts: [...new Set(all)] };
}
