// What goes wrong while a file is read and decoded, told with its place.
import { StackpairsError } from '../errors.ts';
import { SevenZipFailure } from './seven-zip.ts';

/** The error to throw for `error`, met while reading the file `at`; a bug comes back as it is. */
export function readFailure(error: unknown, at: string): unknown {
  if (error instanceof SevenZipFailure) {
    return damaged(at, `7-Zip: ${error.message}`, error);
  }
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code?.startsWith('Z_') === true) {
    return damaged(at, String((error as Error).message), error);
  }
  if (syscall !== undefined && !(error instanceof StackpairsError)) {
    return new StackpairsError('bad_input', `it cannot be read (${code})`, { at, cause: error });
  }
  return error;
}

function damaged(at: string, what: string, cause: unknown): StackpairsError {
  return new StackpairsError('damaged_archive', `the file is damaged. ${what}`, { at, hint: 'Fetch it again.', cause });
}
