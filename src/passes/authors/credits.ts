// Who is credited for the rows of a shard: posts whose rows say an id alone get the name that the site's users have for it.
// Memory: that of the names.

import type { ShardRow } from '../../shard/index.ts';
import type { Scratch } from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import { AuthorNames } from './author-names.ts';
import type { NameFiles } from './names-index.ts';

/** Credited posts with the name of their author and without. */
export interface CreditCounts {
  readonly named: number;
  readonly unnamed: number;
}

/** Opens the names, if there are any, in memory that earlier ones were open in; to be closed. */
export function openCredits(files: NameFiles | undefined, memory: Scratch) {
  const names = files && new AuthorNames(files, memory);
  return {
    /** The row with names, which hold until the row is written. */
    complete(row: ShardRow, input: number): ShardRow {
      if (names === undefined) return row;
      const { texts, site, questionId, votes, tags, cluster, fingerprint } = row;
      const posts = row.posts.map((post) => withName(post, input, names));
      // Spelled out, all rows have one hidden class, whatever else is done with them.
      return { texts, site, questionId, votes, tags, cluster, fingerprint, posts };
    },
    /** The name of a user of an input, which holds until others are asked for. */
    nameOf: (input: number, id: number) => names?.nameOf(input, id),
    close: () => names?.close(),
  };
}

type ShardPost = ShardRow['posts'][number];

function withName(post: ShardPost, input: number, names: AuthorNames): ShardPost {
  const { authorId, author } = post;
  if (authorId === undefined || isName(author)) return post;
  const found = names.nameOf(input, authorId);
  return found === undefined ? post : { ...post, author: found };
}

/** A row may have an empty name. */
function isName(author: Slice | undefined): author is Slice {
  return author !== undefined && author.to > author.from;
}

/** Counts the posts of rows. */
export class CreditTally {
  #named = 0;
  #posts = 0;

  add({ posts }: ShardRow): void {
    for (const { author } of posts) if (isName(author)) this.#named += 1;
    this.#posts += posts.length;
  }

  counts(): CreditCounts {
    return { named: this.#named, unnamed: this.#posts - this.#named };
  }
}
