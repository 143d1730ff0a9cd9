// What a pipeline's rules for duplicates say of a record.

import { copyPrint, isPlainRule, rankOf, siteOf } from '../../clean/index.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import { type PlacedRecord, readRecord } from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import type { NearMemory } from './documents.ts';

/** What a record's copies have in common with it, and what it is worth beside them. */
export function rowRules(rule: DedupeRule, columns: readonly string[]): Pick<NearMemory, 'printOf' | 'rankOf'> {
  const read = ({ bytes, at }: PlacedRecord) => readRecord(bytes, at, columns.length);
  const texts = (row: PlacedRecord) => read(row).texts.map(text);
  const print = copyPrint(rule, columns);
  const rank = rankOf(rule);
  const hasOwnPrint = rule.exact !== 'off' && !isPlainRule(rule);
  // A borrowed row says its host where others say their author; a dump may have an older name.
  const hosts = new Map<number, string>();
  const hostOf = (row: PlacedRecord, sites: readonly string[]) => {
    const site = sites[row.input];
    if (site === undefined) return text(read(row).posts[0]!.author!);
    const host = hosts.get(row.input) ?? siteOf(site).host;
    hosts.set(row.input, host);
    return host;
  };
  return {
    printOf(row, sites) {
      if (hasOwnPrint) return print(texts(row), hostOf(row, sites));
      const { bytes, from, to } = read(row).fingerprint;
      return bytes.subarray(from, to);
    },
    rankOf(row) {
      const { id, votes, posts } = read(row);
      // Age and licence are those of the post that drives the pair; other people's pairs are of none, and have neither.
      const { created, license } = posts.find((post) => post.id === id) ?? posts[0] ?? { created: 0 };
      return rank({ votes, created, license: license === undefined ? '' : text(license), texts: () => texts(row) });
    },
  };
}

function text({ bytes, from, to }: Slice): string {
  return bytes.toString('utf8', from, to);
}
