// What a thread must know of a config. It stands apart from what a pass works with, which knows the threads.

import type { DedupeRule } from '../dedupe-rule.ts';

/** A config by its name, its texts, and which of its rows say the same. */
export interface ConfigIdentity {
  /** E.g. `title-body`. */
  readonly config: string;
  /** Text columns, anchor first. */
  readonly columns: readonly string[];
  readonly dedupe: DedupeRule;
}
