// The record in hand, taken apart: where its posts, tags and texts are. The layout is that of src/spill/record.ts and
// post-record.ts.

import { NAMES } from '../../src/shard/pack-zones';
import { clear, makeRoom, POST_BYTES, POSTS, SLACK, TEXTS, zone } from './zones';

// Places in a record.
const VOTES: usize = 20;
const FINGERPRINT: usize = 24;
const QUESTION_ID: usize = 40;
const POST_COUNT: usize = 49;
const FIRST_POST: usize = 50;

// Places in a post of it.
const FLAGS: usize = 1;
const AUTHOR_ID: usize = 2;
const CREATED: usize = 6;
const POST_ID: usize = 14;
const LICENSE: usize = 18;

const LICENSE_DERIVED: i32 = 1;
const HAS_AUTHOR_ID: i32 = 2;
const HAS_AUTHOR: i32 = 4;
const IS_ANSWER: i32 = 8;

/** A post of the record in hand. */
@unmanaged
export class Post {
  at: usize;
  /** Where its author's name is and ends; 0 if nobody says it. */
  author: usize;
  authorEnd: usize;
  /** 1 if there is an id for which a name may be found. */
  wantsName: i32;
  authorId: i32;

  @inline
  get role(): i32 {
    return load<u8>(this.at);
  }
  @inline
  get isAnswer(): bool {
    return (load<u8>(this.at, FLAGS) & IS_ANSWER) !== 0;
  }
  @inline
  get hasAuthorId(): i32 {
    return (load<u8>(this.at, FLAGS) & HAS_AUTHOR_ID) >> 1;
  }
  @inline
  get id(): u32 {
    return load<u32>(this.at, POST_ID);
  }
  /** Milliseconds since 1970-01-01 UTC. */
  @inline
  get created(): f64 {
    return load<f64>(this.at, CREATED);
  }
  @inline
  get isLicenseDerived(): i32 {
    return load<u8>(this.at, FLAGS) & LICENSE_DERIVED;
  }
  @inline
  get license(): usize {
    return this.at + LICENSE + 4;
  }
  @inline
  get licenseBytes(): usize {
    return load<u32>(this.at, LICENSE);
  }
}

/** Where it is. */
let record: usize = 0;
/** How many posts and tags it has, and where its tags begin. */
export let posts: i32 = 0;
export let tags: i32 = 0;
export let firstTag: usize = 0;

/** Fields of the record in hand; its fingerprint by where it is. */
export function votes(): i32 {
  return load<i32>(record, VOTES);
}
export function fingerprint(): usize {
  return record + FINGERPRINT;
}
export function questionId(): u32 {
  return load<u32>(record, QUESTION_ID);
}

export function postAt(index: i32): Post {
  return changetype<Post>(POSTS + <usize>index * POST_BYTES);
}

/** Where a text of the record is: its length, and its bytes behind that. */
export function textAt(column: i32): usize {
  return load<u32>(TEXTS + ((<usize>column) << 2));
}

/** Takes a record of so many texts apart; gives how many of its posts want a name. */
export function takeApart(at: usize, columns: i32): i32 {
  record = at;
  posts = load<u8>(at, POST_COUNT);
  clear(NAMES);
  let wanting = 0;
  let next = at + FIRST_POST;
  for (let i = 0; i < posts; i++) {
    const post = postAt(i);
    post.at = next;
    const name = next + LICENSE + 4 + load<u32>(next, LICENSE);
    const bytes = load<u32>(name);
    const flags: i32 = load<u8>(next, FLAGS);
    post.author = flags & HAS_AUTHOR ? name + 4 : 0;
    post.authorEnd = flags & HAS_AUTHOR ? name + 4 + bytes : 0;
    post.wantsName = <i32>((flags & HAS_AUTHOR_ID) !== 0 && post.author === post.authorEnd);
    wanting += post.wantsName;
    post.authorId = load<i32>(next, AUTHOR_ID);
    next = name + 4 + bytes;
  }
  tags = load<u32>(next);
  firstTag = next + 4;
  next = firstTag;
  for (let i = 0; i < tags; i++) next += 4 + load<u32>(next);
  for (let column = 0; column < columns; column++) {
    store<u32>(TEXTS + ((<usize>column) << 2), next);
    next += 4 + load<u32>(next);
  }
  return wanting;
}

/** Room for the name of so many bytes that a post of the record in hand was found to have. */
export function nameOf(index: i32, bytes: usize): usize {
  const names = zone(NAMES);
  const before = names.at;
  const at = makeRoom(names, bytes + SLACK);
  // Those of the posts before may have moved.
  if (names.at !== before) for (let i = 0; i < index; i++) moveName(postAt(i), before, names.at);
  const post = postAt(index);
  post.author = at;
  post.authorEnd = at + bytes;
  names.end = at + bytes;
  return at;
}

function moveName(post: Post, from: usize, to: usize): void {
  if (post.wantsName === 0 || post.author === post.authorEnd) return;
  post.author += to - from;
  post.authorEnd += to - from;
}
