// The small tables beside Posts.xml: Users.xml, whose ids the posts name as owners, and Tags.xml.

import type { Pools } from './body.ts';
import type { DateText } from './date-text.ts';
import type { Random } from './random.ts';
import type { SiteStyle } from './site-style.ts';
import { NOUNS } from './vocabulary.ts';

const USERS_BYTES_EACH = 20_000;
const MOST_USERS = 50_000;

/** Number of users of a site: one for every few posts, up to a limit that keeps the table small. */
export function userCount(bytes: number): number {
  return Math.max(20, Math.min(MOST_USERS, Math.floor(bytes / USERS_BYTES_EACH)));
}

/** Writes the rows of Users.xml, the Community user first. */
export function* writeUserRows(style: SiteStyle, users: number, tools: UserTools): Generator<string, void> {
  const { random, pools, dateText } = tools;
  yield userRow(-1, 'Community', { reputation: 1, created: dateText(style.from) }) + style.lineEnd;
  for (let id = 1; id <= users; id++) {
    const name = random.onceIn(20) ? random.pick(pools.words.foreign) : random.pick(pools.words.products);
    const created = dateText(style.from + Math.floor(((style.until - style.from) * id) / (users + 1)));
    yield userRow(id, `${name} ${id}`, { reputation: 1 + random.below(2 << random.below(16)), created }) +
      style.lineEnd;
  }
}

/** What users are made with. */
export interface UserTools {
  readonly random: Random;
  readonly pools: Pools;
  readonly dateText: DateText;
}

/** Writes the rows of Tags.xml. */
export function* writeTagRows({ lineEnd }: SiteStyle, random: Random): Generator<string, void> {
  for (const [at, name] of NOUNS.entries()) {
    yield `  <row Id="${at + 1}" TagName="${name}" Count="${random.below(1000)}" />${lineEnd}`;
  }
}

function userRow(id: number, name: string, { reputation, created }: { reputation: number; created: string }): string {
  return (
    `  <row Id="${id}" Reputation="${reputation}" CreationDate="${created}" DisplayName="${name}"` +
    ` LastAccessDate="${created}" Views="0" UpVotes="0" DownVotes="0" AccountId="${id === -1 ? -1 : id + 1000}" />`
  );
}
