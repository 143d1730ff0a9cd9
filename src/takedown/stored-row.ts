// A row as it was read from a shard, as it is written into another: the same bytes.

import { siteOf } from '../clean/index.ts';
import type { ProvenanceRow, ShardRow } from '../shard/index.ts';
import type { Site, Slice } from '../types.ts';

/** Makes a function that puts rows together; it looks up each site once. */
export function rowStorer(columns: readonly string[]) {
  const sites = new Map<string, Site>();
  const siteNamed = (name: string): Site => {
    const site = sites.get(name) ?? siteOf(name);
    sites.set(name, site);
    return site;
  };
  return (texts: Readonly<Record<string, string>>, trace: ProvenanceRow): ShardRow => {
    const slash = trace.cluster.lastIndexOf('/');
    return {
      texts: columns.map((column) => slice(texts[column] ?? '')),
      site: siteNamed(trace.site),
      questionId: trace.questionId,
      votes: trace.votes,
      tags: trace.tags.map(slice),
      cluster: { site: siteNamed(trace.cluster.slice(0, slash)), id: Number(trace.cluster.slice(slash + 1)) },
      fingerprint: whole(Buffer.from(trace.fingerprint, 'hex')),
      posts: trace.posts.map(({ author, license, ...post }) => ({
        ...post,
        author: author === undefined ? undefined : slice(author),
        license: slice(license),
      })),
    };
  };
}

function slice(text: string): Slice {
  return whole(Buffer.from(text));
}

function whole(bytes: Buffer): Slice {
  return { bytes, from: 0, to: bytes.length };
}
