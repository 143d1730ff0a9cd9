// What a pipeline says of the split, and how it is read: shares of the questions by a hash of their ids, and a day from which
// on all that was asked is held out. Which side a question is on, where duplicates have a say: passes/links/settle-sides.ts.

import { isIsoDate } from './iso-date.ts';
import type { SplitShares } from './order-key.ts';
import { parseJson } from './parse-json.ts';
import { absentAs, numberFrom, parts, type Reader } from './read-definition.ts';

/** Which rows are held out. */
export interface SplitRule extends SplitShares {
  /** Questions asked on this day or later, UTC, are on the test side, whatever their hash says: `2020-01-31`. */
  readonly after?: string | undefined;
}

const share = absentAs(numberFrom(0, 0.5), 0);

const day: Reader<string | undefined> = (value, at, fault) => {
  if (value === undefined || (typeof value === 'string' && isIsoDate(value) && !value.includes('T'))) return value;
  return fault(at, 'expected a day such as "2020-01-31"');
};

/** Reads what a pipeline says of the split. */
export const splitRule: Reader<SplitRule> = (value, at, fault) => {
  const read = parts({ validation: share, test: share, after: day })(value, at, fault);
  if (read === undefined) return undefined;
  const { after, ...shares } = read;
  // Left out where none is given: such a pipeline has the hash that it always had.
  return after === undefined ? shares : { ...shares, after };
};

/** What a manifest's pipeline says of the split; of a definition that was changed, which is for `verify` to tell, nothing. */
export function splitOf({ definition }: { readonly definition: string }): SplitRule {
  const given = parseJson(definition);
  const said = typeof given === 'object' && given !== null && 'split' in given ? given.split : undefined;
  return splitRule(said, 'split', () => undefined) ?? NOTHING;
}

const NOTHING: SplitRule = { validation: 0, test: 0 };

/** Whether anything is held out. */
export function holdsOut({ validation, test, after }: SplitRule): boolean {
  return validation > 0 || test > 0 || after !== undefined;
}

/** Says of a question by its date, in milliseconds since 1970-01-01 UTC, whether it was asked on the day or later. */
export function isLate({ after }: SplitRule): (created: number) => boolean {
  if (after === undefined) return () => false;
  const from = Date.parse(after);
  return (created) => created >= from;
}
