// What is to be taken out on request: posts by site and id, and all that a user is credited for. In: a file of lines
// `site/12` and `site/user/7`, with comments after `#`. A list half read is a promise broken, so whatever else a line
// says is an error. Memory: the list.

import { readFileSync } from 'node:fs';
import { StackpairsError } from './errors.ts';
import type { Site } from './types.ts';

/** Why a row on a list is dropped, the last of the filters: it would have been a pair. */
export const TAKEN_DOWN = 'taken_down';

/** A line of a list. */
export interface Takedown {
  /** As its dump is named, or its host. */
  readonly site: string;
  readonly what: 'post' | 'user';
  readonly id: number;
}

const LINE = /^(?<site>[^\s/#]+)\/(?<user>user\/)?(?<id>[1-9]\d{0,9})$/;

/** Reads a list. Throws `bad_input` with the line that cannot be understood. */
export function readTakedowns(path: string): Takedown[] {
  return parseTakedowns(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StackpairsError('bad_usage', 'the takedown list cannot be read', {
      at: path,
      found: String(code),
      cause,
    });
  }
}

/** The lines of a list; `at` is where it stands. */
export function parseTakedowns(text: string, at: string): Takedown[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => {
      const entry = line.replace(/(?:^|\s)#.*$/u, '').trim();
      return entry === '' ? [] : [parseLine(entry, `${at} line ${index + 1}`)];
    });
}

function parseLine(entry: string, at: string): Takedown {
  const { site, user, id } = LINE.exec(entry)?.groups ?? {};
  if (site !== undefined && Number(id) <= MOST_ID) {
    return { site, what: user === undefined ? 'post' : 'user', id: Number(id) };
  }
  throw new StackpairsError('bad_input', 'no post and no user to take out', {
    at,
    expected: 'site/12 for a post, or site/user/7 for all posts of a user',
    found: JSON.stringify(entry),
    hint: 'Nothing was done: correct the line, or put # before it',
  });
}

/** Ids of posts and users are 32-bit numbers in every dump. */
const MOST_ID = 2 ** 31 - 1;

/** The part of a list that is about some sites. */
export interface OwnTakedowns {
  /** `site/12` and `site/user/7`, by the names of the dumps, sorted and each once. */
  readonly names: readonly string[];
  /** Entries of the list that are of other sites. */
  readonly elsewhere: number;
}

/** Picks what is about these sites; a site is known by its dump's name, today's or an earlier one, or by its host. */
export function ownTakedowns(
  list: readonly Takedown[],
  sites: readonly Site[],
  siteOf: (name: string) => Site,
): OwnTakedowns {
  const byHost = new Map<string, string[]>();
  for (const { name, host } of sites) byHost.set(host, [...(byHost.get(host) ?? []), name]);
  const names = new Set<string>();
  let elsewhere = 0;
  for (const { site, what, id } of list) {
    const known = byHost.get(siteOf(site).host) ?? byHost.get(siteOf(site.toLowerCase()).host) ?? [];
    for (const name of known) names.add(`${name}/${what === 'user' ? 'user/' : ''}${id}`);
    if (known.length === 0) elsewhere += 1;
  }
  return { names: [...names].sort(), elsewhere };
}

/** True for a name that stands for all posts of a user. */
export function isUserName(name: string): boolean {
  return /^[^/]*\/user\/\d+$/.test(name);
}

/** Says of a post of one site whether it is to be taken out. */
export type TakedownRule = (id: number, ownerId: number | undefined) => boolean;

/** Gives the rule of a site by such names; undefined where none of them is about it. */
export function takedownRules(names: readonly string[]): (site: string) => TakedownRule | undefined {
  const bySite = new Map<string, { readonly posts: Set<number>; readonly users: Set<number> }>();
  for (const name of names) {
    const site = name.slice(0, name.indexOf('/'));
    const { posts, users } = bySite.get(site) ?? { posts: new Set<number>(), users: new Set<number>() };
    bySite.set(site, { posts, users });
    (isUserName(name) ? users : posts).add(Number(name.slice(name.lastIndexOf('/') + 1)));
  }
  return (site) => {
    const listed = bySite.get(site);
    if (listed === undefined) return undefined;
    return (id, ownerId) => listed.posts.has(id) || (ownerId !== undefined && listed.users.has(ownerId));
  };
}
