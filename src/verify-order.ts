// Whether rows stand in the order their pipeline asks for. Shuffled rows ascend by order key; those of one key by site and
// question, and where each answer drives a pair, those of one question by its answers. Rows of the original data
// set stand site after site, and turned back into the order of the dump they come to the sum that the manifest has of it.
// Memory: nothing, or 4 bytes a row and 4 more for each of the largest site.

import { bySite } from './by-site.ts';
import { configKind } from './config-kind.ts';
import { type Manifest, provenanceConfig } from './manifest.ts';
import { type OrderRule, rowKey } from './order-key.ts';
import { addRank, bySize, seedShuffles } from './seed-order.ts';

/** A row as far as its place goes. */
interface PlacedRow {
  readonly site: string;
  readonly questionId: number;
  readonly posts: readonly { readonly role: string; readonly id: number }[];
}

/** Looks at the rows of a config, one after another. */
export interface OrderCheck {
  /** True if the row may stand behind the one before it on its side of the split. */
  readonly follows: (row: PlacedRow, split: string) => boolean;
  /** What is wrong with all of them together. */
  readonly faults: () => readonly string[];
}

/** Prepares the check of one config. */
export function checkOrder(manifest: Manifest, config: string, rule: OrderRule): OrderCheck {
  if (rule.order === 'seed-compat') return checkSeedOrder(manifest, config, rule.seed);
  const kind = configKind(manifest.pipeline, config)?.recipe ?? '';
  return checkKeys(rule, OF_ANSWERS.includes(kind));
}

/** Kinds of recipes of which an answer drives the pair, and is credited in it. */
const OF_ANSWERS: readonly string[] = ['title-answer', 'title-body-answer'];

function checkKeys(rule: OrderRule, isOfAnswers: boolean): OrderCheck {
  const siteKey = bySite((site) => rowKey(rule, site));
  const driverOf = ({ posts }: PlacedRow) => posts.find(({ role }) => isOfAnswers && role === 'answer')?.id ?? 0;
  let before: readonly [key: number, site: string, question: number, driver: number] = [0, '', 0, 0];
  let side = '';
  const keyOf = ({ site, questionId }: PlacedRow) => siteKey(site)(questionId);
  return {
    follows: (row, split) => {
      const place = [keyOf(row), row.site, row.questionId, driverOf(row)] as const;
      const differs = place.findIndex((part, index) => part !== before[index]);
      const isBehind = side !== split || differs < 0 || place[differs]! > before[differs]!;
      before = place;
      side = split;
      return isBehind;
    },
    faults: () => [],
  };
}

function checkSeedOrder(manifest: Manifest, config: string, seed: number): OrderCheck {
  const { inputs, seedOrder, shards, contamination, takedowns } = manifest;
  const listed = seedOrder ?? [];
  const sites = bySize(inputs).map((index) => inputs[index]!.site);
  const number = new Map(sites.map((site, index) => [site, index]));
  const provenance = shards.filter((shard) => shard.config === provenanceConfig(config));
  const ids = new Uint32Array(provenance.reduce((sum, { rows }) => sum + rows, 0));
  const found = sites.map(() => 0);
  let rows = 0;
  let before = 0;
  return {
    follows: ({ site, questionId }) => {
      const at = number.get(site) ?? -1;
      const isBehind = at >= before;
      if (at >= 0) found[at]! += 1;
      before = Math.max(before, at);
      ids[rows++] = questionId;
      return isBehind;
    },
    faults: () => {
      if (listed.map(({ site }) => site).join() !== sites.join()) return ['seedOrder: not the sites by size'];
      // Only benchmarks and takedowns take rows away that were shuffled.
      const isWhole = listed.every(({ rows }, index) => rows === found[index]);
      if (!isWhole && contamination === null && takedowns.length === 0) return ['seedOrder: not the rows of the sites'];
      return faultsOf({ listed, found, ids, shuffle: seedShuffles(seed) });
    },
  };
}

interface SeenOrder {
  readonly listed: NonNullable<Manifest['seedOrder']>;
  /** Rows of each. */
  readonly found: readonly number[];
  /** Questions of all rows in their order. */
  readonly ids: Uint32Array;
  readonly shuffle: ReturnType<typeof seedShuffles>;
}

function* siteOrders({ listed, found, ids, shuffle }: SeenOrder) {
  let from = 0;
  for (const [index, { site, rows, sum }] of listed.entries()) {
    const ranks = shuffle(rows);
    // Of a site that lost rows afterwards, to a benchmark, nobody can tell which places are empty.
    if (found[index] === rows) {
      const order = ids.subarray(from, from + rows);
      yield { site, isRight: order.reduce((sum, id, place) => addRank(sum, ranks[place]!, id), 0) === sum };
    }
    from += found[index]!;
  }
}

function faultsOf(seen: SeenOrder): string[] {
  return [...siteOrders(seen)].flatMap(({ site, isRight }) =>
    isRight ? [] : [`${site}: its rows are not in the order of the original data set`],
  );
}
