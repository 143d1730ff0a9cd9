// The part of a takedown list that is about a dataset: whatever else is on it changes nothing there.

import { siteOf } from '../clean/index.ts';
import { type OwnTakedowns, ownTakedowns, type Takedown } from '../takedown-list.ts';

/** What is on a list of the sites of these inputs. */
export function takedownsOf(list: readonly Takedown[], inputs: readonly { readonly site: string }[]): OwnTakedowns {
  return ownTakedowns(
    list,
    inputs.map(({ site }) => siteOf(site)),
    siteOf,
  );
}
