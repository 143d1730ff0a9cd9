// Standard input has no name, size or date that would tell it from another. What an earlier run made of it is taken over
// only if the same bytes come again, which is seen by reading them.

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { StackpairsError } from '../errors.ts';

/** Reads standard input to its end; throws `bad_usage` unless its digest is the one given, null being none. */
export async function expectSameStdin(stdin: Readable | undefined, sha256: string | null): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of stdin ?? []) hash.update(chunk as Uint8Array);
  if (hash.digest('hex') === sha256) return;
  throw new StackpairsError('bad_usage', 'the folder holds a build of something else that came on standard input', {
    hint: 'Choose another --out, or remove this one',
  });
}
