// The last moment at which a file that is not what the manifest says can be kept from the Hub: the commit itself, which
// names each file by its SHA-256 or carries it.

import { hash } from 'node:crypto';
import { z } from 'zod';
import { StackpairsError } from '../../errors.ts';
import type { LocalFile } from '../plan-upload.ts';

const line = z.discriminatedUnion('key', [
  z.looseObject({ key: z.literal('header') }),
  z.looseObject({ key: z.literal('deletedFile') }),
  z.looseObject({ key: z.literal('lfsFile'), value: z.looseObject({ path: z.string(), oid: z.string() }) }),
  z.looseObject({ key: z.literal('file'), value: z.looseObject({ path: z.string(), content: z.string() }) }),
]);

/** Lets a commit pass if its files are those of the plan; throws `damaged_output` otherwise. */
export function checkedFetch(fetch: typeof globalThis.fetch, files: readonly LocalFile[]): typeof fetch {
  return async (input, init) => {
    const isCommit = /\/api\/datasets\/[^/]+\/[^/]+\/commit\//.test(pathOf(input));
    if (isCommit && typeof init?.body === 'string') checkCommit(init.body, files);
    return fetch(input, init);
  };
}

/** Throws at the first file that is not what it should be. */
function checkCommit(body: string, files: readonly LocalFile[]): void {
  const expected = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  for (const text of body.split('\n')) {
    const entry = line.parse(JSON.parse(text));
    if (entry.key === 'header' || entry.key === 'deletedFile') continue;
    const { path } = entry.value;
    const found =
      entry.key === 'lfsFile' ? entry.value.oid : hash('sha256', Buffer.from(entry.value.content, 'base64'), 'hex');
    if (found === expected.get(path)) continue;
    throw new StackpairsError('damaged_output', 'the file is not what the manifest says', {
      at: path,
      expected: `SHA-256 ${expected.get(path)}`,
      found,
      hint: 'Nothing was published. See what build-dataset verify says of the build, and build it again',
    });
  }
}

function pathOf(input: Parameters<typeof fetch>[0]): string {
  return new URL(input instanceof Request ? input.url : input).pathname;
}
