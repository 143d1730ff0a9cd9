// What goes wrong between a mirror and what it mirrors, as the user is told.

import { StackpairsError } from '../errors.ts';
import { type Address, addressText } from './address.ts';
import { ObjectChanged } from './object-store.ts';

/** The same error, or where an object is not the one that was listed, one that says what to do. */
export function told(error: unknown): unknown {
  if (!(error instanceof ObjectChanged)) return error;
  return new StackpairsError('bad_input', 'the object changed while it was read', {
    at: error.message,
    hint: 'Let it be finished first, then start the same command again',
    cause: error,
  });
}

/** Of an object that no file can stand for. */
export function unlikeAPath(object: Address): StackpairsError {
  return new StackpairsError('bad_input', 'the key of an object cannot be the path of a file', {
    at: addressText(object),
    hint: 'Give it another key, or read from a prefix without it',
  });
}
