// What links say of the questions of a set: which are known duplicates, through however many others, and which are merely
// linked. Memory: 20 bytes a link, 16 more a link of duplicates, and the links of the questions that are asked for.

import { connectedComponents, rootIn } from '../near/index.ts';
import { duplicateEdges } from '../passes/links/duplicate-edges.ts';
import { LINKED, readLinkRows } from '../passes/links/link-rows.ts';

/** A question is known as `site/12`. */
export interface KnownLinks {
  /** Name of the group of duplicates that a question is in; undefined for one that is in none. */
  groupOf(question: string): string | undefined;
  /** Questions in the groups of these, each with its group; also what is not in the dump. */
  groupMembers(questions: ReadonlySet<string>): Generator<{ readonly question: string; readonly group: string }>;
  /** Pairs of merely linked questions that have an end among these. */
  linkedPairs(questions: ReadonlySet<string>): Generator<readonly [string, string]>;
}

/** Opens the links of sites, by the file each is in. */
export function openKnownLinks(files: readonly { readonly site: string; readonly links: string }[]): KnownLinks {
  const sites = files.map(({ site, links }) => {
    const rows = readLinkRows(links);
    return { site, rows, ...connectedComponents(duplicateEdges(rows)) };
  });
  const bySite = new Map(sites.map((one) => [one.site, one]));
  const groupOf = (question: string) => {
    const at = question.lastIndexOf('/');
    const known = bySite.get(question.slice(0, at));
    const root = known && rootIn(known, Number(question.slice(at + 1)));
    return root === undefined ? undefined : `${known!.site}/${root}`;
  };
  return {
    groupOf,
    *groupMembers(questions) {
      const groups = new Set([...questions].map(groupOf).filter((group) => group !== undefined));
      for (const { site, members, roots } of sites) {
        for (let i = 0; i < members.length; i++) {
          const group = `${site}/${roots[i]}`;
          if (groups.has(group)) yield { question: `${site}/${members[i]}`, group };
        }
      }
    },
    *linkedPairs(questions) {
      for (const { site, rows } of sites) {
        for (let row = 0; row < rows.count; row++) {
          if (rows.typeId(row) !== LINKED || rows.from(row) === rows.to(row)) continue;
          const pair = [`${site}/${rows.from(row)}`, `${site}/${rows.to(row)}`] as const;
          if (questions.has(pair[0]) || questions.has(pair[1])) yield pair;
        }
      }
    },
  };
}
