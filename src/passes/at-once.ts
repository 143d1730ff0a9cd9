// Several jobs at once, which share the threads: so many begin that the threads are busy, and where one fails all end.

import pLimit from 'p-limit';
import type { Workers } from '../workers/pool.ts';

/** How many begin, and the threads they work in, which are closed where one of them fails. */
interface AtOnceOptions {
  readonly most: number;
  readonly workers: Pick<Workers, 'close'>;
}

/** All results in the order of the jobs; throws when all that began have ended. */
export async function atOnce<Result>(
  jobs: readonly (() => Promise<Result>)[],
  { most, workers }: AtOnceOptions,
): Promise<Result[]> {
  const limit = pLimit({ concurrency: Math.max(1, most), rejectOnClear: true });
  const running = jobs.map((job) => limit(job));
  try {
    return await inOrder(running);
  } catch (error) {
    // Whoever resumes here must not meet a job that is still writing.
    limit.clearQueue();
    await workers.close(error);
    await Promise.allSettled(running);
    throw error;
  }
}

/** All results; of several failures that of the first job, whichever came first. */
async function inOrder<Result>(running: readonly Promise<Result>[]): Promise<Result[]> {
  for (const one of running) one.catch(() => {});
  const results: Result[] = [];
  for (const one of running) results.push(await one);
  return results;
}
