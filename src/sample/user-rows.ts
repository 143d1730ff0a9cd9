// The rows of Users.xml, whose ids the posts name as owners. With anomalies, some owners are not in it, as of users who are
// gone, and some have a name to trip over; the first of these are in every such sample.
import type { Pools } from './body.ts';
import type { DateText } from './date-text.ts';
import { ODD_NAMES } from './odd-names.ts';
import type { Random } from './random.ts';
import type { SiteTally } from './sample-report.ts';
import type { SiteStyle } from './site-style.ts';

const USERS_BYTES_EACH = 20_000;
const MOST_USERS = 50_000;
/** Room for each odd name once. */
const LEAST_USERS = 24;
const COMMUNITY = -1;
/** The first user that is not in the table; low ids own most of the posts. */
const FIRST_GONE = 3;
/** One user in so many is not in the table. */
const GONE_ONE_IN = 32;
/** One further user in so many has an odd name. */
const ODD_ONE_IN = 40;

/** Who the users of a site are. */
export interface UserList {
  /** Users are numbered from 1 to here. */
  readonly users: number;
  readonly hasAnomalies: boolean;
  isListed(user: number): boolean;
}

/** Lists the users of a site: one for every few posts, up to a limit that keeps the table small. */
export function listUsers(bytes: number, hasAnomalies: boolean): UserList {
  const users = Math.max(LEAST_USERS, Math.min(MOST_USERS, Math.floor(bytes / USERS_BYTES_EACH)));
  const isGone = (user: number) => user === FIRST_GONE || (user > LEAST_USERS && user % GONE_ONE_IN === 0);
  const isListed = (user: number) =>
    user === COMMUNITY || (user > 0 && user <= users && !(hasAnomalies && isGone(user)));
  return { users, hasAnomalies, isListed };
}

/** What users are made with. */
export interface UserTools {
  readonly style: SiteStyle;
  readonly random: Random;
  readonly pools: Pools;
  readonly dateText: DateText;
  readonly tally: SiteTally['users'];
}

/** Writes the rows of Users.xml, the Community user first. */
export function* writeUserRows({ users, hasAnomalies, isListed }: UserList, tools: UserTools): Generator<string, void> {
  const { style, random, pools, dateText, tally } = tools;
  const row = (id: number, name: string, born: { reputation: number; created: string }): string => {
    tally.rows++;
    return userRow(id, name, born) + style.lineEnd;
  };
  yield row(COMMUNITY, named('Community'), { reputation: 1, created: dateText(style.from) });
  for (let id = 1; id <= users; id++) {
    const name = random.onceIn(20) ? random.pick(pools.words.foreign) : random.pick(pools.words.products);
    const created = dateText(style.from + Math.floor(((style.until - style.from) * id) / (users + 1)));
    const reputation = 1 + random.below(2 << random.below(16));
    const odd = hasAnomalies ? oddName(id, random) : undefined;
    if (!isListed(id)) continue;
    if (odd !== undefined) tally.odd++;
    yield row(id, odd ?? named(`${name} ${id}`), { reputation, created });
  }
  if (!hasAnomalies) return;
  tally.malformed++;
  yield row(users + 1, named('Nobody'), { reputation: 1, created: '' }).replace(/ Id="\d+"/, ' Id="none"');
}

function oddName(id: number, random: Random): string | undefined {
  const isOdd = random.onceIn(ODD_ONE_IN);
  const own = ODD_NAMES[id - FIRST_GONE - 1];
  return own ?? (isOdd ? random.pick(ODD_NAMES) : undefined);
}

function named(name: string): string {
  return ` DisplayName="${name}"`;
}

function userRow(id: number, name: string, { reputation, created }: { reputation: number; created: string }): string {
  return (
    `  <row Id="${id}" Reputation="${reputation}" CreationDate="${created}"${name}` +
    ` LastAccessDate="${created}" Views="0" UpVotes="0" DownVotes="0" AccountId="${id === COMMUNITY ? -1 : id + 1000}" />`
  );
}
