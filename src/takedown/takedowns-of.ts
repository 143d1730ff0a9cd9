// The part of a takedown list that is about a dataset: whatever else is on it changes nothing there.

import { siteOf } from '../clean/index.ts';
import { readTakedowns, takedownNames } from '../takedown-list.ts';

/** Reads a list, and gives what is on it of the sites of these inputs. */
export function takedownsOf(path: string, inputs: readonly { readonly site: string }[]): string[] {
  return takedownNames(
    readTakedowns(path),
    inputs.map(({ site }) => siteOf(site)),
    siteOf,
  );
}
