// What the shell is told.

import type { ErrorCode } from '../errors.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  later: 4,
  updateAvailable: 10,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

const BY_CODE: Readonly<Record<ErrorCode, number>> = {
  bad_usage: EXIT.usage,
  bad_pipeline: EXIT.usage,
  bad_input: EXIT.failed,
  damaged_archive: EXIT.failed,
  damaged_row: EXIT.failed,
  damaged_output: EXIT.failed,
  unbalanced_books: EXIT.failed,
  disk_full: EXIT.failed,
  locked: EXIT.locked,
  refused: EXIT.failed,
  unfinished: EXIT.later,
  network_failed: EXIT.later,
  bad_environment: EXIT.failed,
  trainer_failed: EXIT.failed,
};

/** Exit code of an error the user is meant to read. */
export function exitCodeOf(code: ErrorCode): number {
  return BY_CODE[code];
}
