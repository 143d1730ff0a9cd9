// Where rows come from: the columns of src/shard/provenance-layout.ts and post-columns.ts, filled from records as they lie.

import {
  AUTHOR_BITS,
  AUTHOR_ENDS,
  AUTHOR_ID_BITS,
  AUTHOR_IDS,
  CLUSTER_ENDS,
  CREATED,
  DERIVED_BITS,
  LICENSE_ENDS,
  POST_IDS,
  POST_LISTS,
  PRINT_ENDS,
  QUESTION_IDS,
  ROLE_ENDS,
  ROLE_IS_ANSWER,
  ROLE_NAME,
  ROLE_NAME_END,
  ROLE_WORDS,
  ROLES,
  SITE_ANSWER,
  SITE_ANSWER_END,
  SITE_ENDS,
  SITE_HOST_UNITS,
  SITE_NAME,
  SITE_NAME_END,
  SITE_NAME_UNITS,
  SITE_QUESTION,
  SITE_QUESTION_END,
  SITE_WORDS,
  SITES,
  TAG_ENDS,
  TAG_LISTS,
  URL_ENDS,
  VOTES,
} from '../../src/shard/pack-zones';
import { append32, append64, appendBit, appendHex, appendNumbered, appendText, startEnds, texts } from './columns';
import { fingerprint, firstTag, postAt, posts, questionId, tags, votes } from './row';
import { clear, zone } from './zones';

/** As src/shard/provenance-layout.ts counts the bytes of a row: batches are cut by that. */
const ROW_BYTES: i32 = 128;
const POST_BYTES: i32 = 128;
const TAG_BYTES: i32 = 4;
const MOST_BYTES_PER_UNIT: i32 = 3;

const SLASH: u32 = 0x2f;

/** The site of the record in hand, and what its cluster is called by. */
let site: i32 = 0;
let clusterSite: i32 = 0;
let clusterId: u32 = 0;

/** Says them. */
export function place(ofSite: i32, ofCluster: i32, id: u32): void {
  site = ofSite;
  clusterSite = ofCluster;
  clusterId = id;
}

function siteWord(index: i32, word: i32): i32 {
  return load<i32>(zone(SITES).at + <usize>((index * SITE_WORDS + word) << 2));
}

function roleWord(role: i32, word: i32): i32 {
  return load<i32>(zone(ROLES).at + <usize>((role * ROLE_WORDS + word) << 2));
}

/** The most bytes the record in hand takes here. */
export function mostBytes(): i32 {
  const units = siteWord(site, SITE_NAME_UNITS) + siteWord(clusterSite, SITE_NAME_UNITS);
  let bytes: i32 = ROW_BYTES + units * MOST_BYTES_PER_UNIT;
  let tag = firstTag;
  for (let i = 0; i < tags; i++) {
    const length = load<i32>(tag);
    bytes += length + TAG_BYTES;
    tag += 4 + length;
  }
  const host = siteWord(site, SITE_HOST_UNITS) * MOST_BYTES_PER_UNIT;
  for (let i = 0; i < posts; i++) {
    const post = postAt(i);
    bytes += POST_BYTES + host + <i32>post.licenseBytes + <i32>(post.authorEnd - post.author);
  }
  return bytes;
}

/** Appends the record in hand. */
export function append(): void {
  const name = siteWord(site, SITE_NAME);
  appendText(SITE_ENDS, name, siteWord(site, SITE_NAME_END) - name);
  append64(QUESTION_IDS, <i64>questionId());
  append32(VOTES, votes());
  let tag = firstTag;
  for (let i = 0; i < tags; i++) {
    const length = load<u32>(tag);
    appendText(TAG_ENDS, tag + 4, length);
    tag += 4 + length;
  }
  append32(TAG_LISTS, texts(TAG_ENDS));
  const cluster = siteWord(clusterSite, SITE_NAME);
  appendNumbered(CLUSTER_ENDS, cluster, siteWord(clusterSite, SITE_NAME_END) - cluster, SLASH, clusterId);
  appendHex(PRINT_ENDS, fingerprint());
  for (let i = 0; i < posts; i++) appendPost(i);
  append32(POST_LISTS, texts(ROLE_ENDS));
}

function appendPost(index: i32): void {
  const post = postAt(index);
  const row = texts(ROLE_ENDS);
  const role = post.role;
  const name = roleWord(role, ROLE_NAME);
  appendText(ROLE_ENDS, name, roleWord(role, ROLE_NAME_END) - name);
  append64(POST_IDS, <i64>post.id);
  const isAnswer = post.isAnswer || roleWord(role, ROLE_IS_ANSWER) !== 0;
  const address = siteWord(site, isAnswer ? SITE_ANSWER : SITE_QUESTION);
  const addressEnd = siteWord(site, isAnswer ? SITE_ANSWER_END : SITE_QUESTION_END);
  appendNumbered(URL_ENDS, address, addressEnd - address, 0, post.id);
  append64(AUTHOR_IDS, post.hasAuthorId ? <i64>post.authorId : 0);
  appendBit(AUTHOR_ID_BITS, row, post.hasAuthorId);
  appendText(AUTHOR_ENDS, post.author, post.authorEnd - post.author);
  appendBit(AUTHOR_BITS, row, <i32>(post.author !== 0));
  appendText(LICENSE_ENDS, post.license, post.licenseBytes);
  appendBit(DERIVED_BITS, row, post.isLicenseDerived);
  append64(CREATED, <i64>post.created);
}

/** Forgets the rows that were appended; zones of columns have numbers that follow each other. */
export function clearAll(): void {
  for (let number = SITE_ENDS; number <= CREATED; number++) clear(number);
  startEnds(SITE_ENDS);
  startEnds(TAG_LISTS);
  startEnds(TAG_ENDS);
  startEnds(CLUSTER_ENDS);
  startEnds(PRINT_ENDS);
  startEnds(POST_LISTS);
  startEnds(ROLE_ENDS);
  startEnds(URL_ENDS);
  startEnds(AUTHOR_ENDS);
  startEnds(LICENSE_ENDS);
}
