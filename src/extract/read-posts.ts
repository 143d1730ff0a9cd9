// A Block in, Posts out, row by row: every row is visited once, as a post or as damaged, in the order of the bytes.
// Memory: spans and one decoded text; the Post is the same object for every row.

import type { Block, Post, PostVisitor, RowPlace } from '../types.ts';
import { CurrentPost } from './current-post.ts';
import { POST_ROWS } from './post-fields.ts';
import { type BlockCount, readRows } from './read-rows.ts';
import { ODD_SHAPE, RowSpans, scanRow } from './scan-rows.ts';

/** Visits the rows of a block, those left out as oversized first, and `maxRows` at most. */
export function readPosts(block: Block, visitor: PostVisitor, maxRows = Number.POSITIVE_INFINITY): BlockCount {
  const post = new CurrentPost();
  const reader = {
    ...POST_ROWS,
    row(row: RowSpans, place: RowPlace) {
      post.turn(row);
      visitor.post(post, place);
    },
    damaged: visitor.damaged.bind(visitor),
  };
  return readRows(block, reader, { maxRows });
}

/** Gives the post of a row by where it begins, of rows in rising order that are known to be good and usual. */
export function postReader(bytes: Buffer): (at: number) => Post {
  const spans = new RowSpans(bytes, POST_ROWS.fields);
  const post = new CurrentPost();
  return (at) => {
    if (scanRow(spans, at) === ODD_SHAPE) throw new Error('a row that was read is not of the known shape');
    post.turn(spans);
    return post;
  };
}
