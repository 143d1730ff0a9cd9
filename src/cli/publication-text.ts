// What was published, or would be, as it is printed.

import type { Publication } from '../publish-dataset.ts';
import { grouped, safeText, size } from './terminal-text.ts';

/** Files of one kind that a plan names; more of them are counted. */
const SHOWN_FILES = 20;

/** Longer than any path of a shard. */
const LONGEST_PATH = 200;

/** For machines. */
export function publicationResult({ plan, url, commit, tag, created, sent }: Publication) {
  const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  const { add, replace, remove, same } = plan;
  return {
    url,
    commit: commit ?? null,
    tag: tag ?? null,
    created,
    add: paths(add),
    replace: paths(replace),
    remove,
    same: same.length,
    sent,
  };
}

/** For people: the files that changed on the Hub, or would. */
export function publicationText(done: Publication, flags: { readonly dryRun?: boolean }): string {
  const { plan, url, commit, tag } = done;
  const changes = [
    ...lines('+', plan.add),
    ...lines('~', plan.replace),
    ...lines(
      '-',
      plan.remove.map((path) => ({ path })),
    ),
    `= ${grouped(plan.same.length)} files are the same`,
  ];
  if (flags.dryRun) return ['would change:', ...changes].join('\n');
  const differ = plan.add.length + plan.replace.length + plan.remove.length;
  const named = tag === undefined ? '' : `, tagged ${tag}`;
  if (differ === 0) return `nothing to do: ${url} has the dataset${named}`;
  return [...changes, `${size(done.sent)} sent. ${url} at ${commit}${named}`].join('\n');
}

function lines(mark: string, files: readonly { readonly path: string; readonly bytes?: number }[]): string[] {
  const shown = files.slice(0, SHOWN_FILES).map(({ path, bytes }) => {
    const name = safeText(path, LONGEST_PATH);
    return `${mark} ${name}${bytes === undefined ? '' : `  ${size(bytes)}`}`;
  });
  const more = files.length - shown.length;
  return more > 0 ? [...shown, `${mark} and ${grouped(more)} more`] : shown;
}
