// What the columns of a config are, for people, by the kind of its recipe. Kinds that a pipeline defines itself have their
// columns' names alone.

import { configKind } from '../config-kind.ts';
import type { Manifest, ManifestConfig } from '../manifest.ts';
import type { ManifestMined } from '../manifest-mined.ts';
import { cell, grouped } from './markdown.ts';

type Options = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, (options: Options) => string>> = {
  'title-body': () => 'the title of a question, then its body',
  'title-answer': (options) => `the title of a question, then ${answerOf(options)}`,
  'title-body-answer': (options) => `a question, title and body, then ${answerOf(options)}`,
  'best-worst-answers': ({ margin, downvoted }) =>
    'a question, title and body, then its answer with the most votes, then the one with the fewest as a hard negative: ' +
    `${votes(margin)} fewer at least${downvoted === false ? '' : ', or below 0'}`,
  duplicates: ({ text }) => `${textOf(text)} of a duplicate, then that of its canonical question`,
  linked: ({ text }) => `${textOf(text)} of a question, then that of one it is linked with and no duplicate of`,
  'linked-negatives': ({ text }) =>
    `${textOf(text)} of a duplicate, then that of its canonical question, then that of a linked one as a hard negative`,
  'same-tag-negatives': () =>
    'the title of a question, then its body, then the body of another one with the same tags as a hard negative',
};

/** What a row of a config is; undefined where that is for its pipeline to say. */
export function kindOf({ name }: Pick<ManifestConfig, 'name'>, manifest: Manifest): string | undefined {
  const mined = manifest.mined?.find(({ config }) => config === name);
  if (mined !== undefined) return minedKind(mined, manifest);
  const kind = configKind(manifest.pipeline, name);
  if (kind === undefined || !Object.hasOwn(KINDS, kind.recipe)) return undefined;
  return KINDS[kind.recipe]!(kind.options);
}

function minedKind({ from, model, negatives, relativeMargin }: ManifestMined, manifest: Manifest): string {
  const before = kindOf({ name: from }, manifest) ?? `the texts of a row of ${from}`;
  const texts = negatives === 1 ? 'a hard negative' : `${negatives} hard negatives`;
  const share = `${Math.round(1000 * (1 - relativeMargin)) / 10} %`;
  return `${before}, then ${texts}, the most alike by ${cell(model)} of what is at most ${share} as near as the positive`;
}

function answerOf({ answer, min }: Options): string {
  const least = typeof min === 'number' ? ` of at least ${votes(min)}` : '';
  if (answer === 'every') return `an answer${least}, in a row of its own each`;
  return answer === 'accepted' ? `the answer that was accepted${least}` : `the answer with the most votes${least}`;
}

function textOf(text: unknown): string {
  return text === 'title-body' ? 'title and body' : `the ${text === 'body' ? 'body' : 'title'}`;
}

function votes(count: unknown): string {
  const number = Number(count);
  return `${number < 0 ? '-' : ''}${grouped(Math.abs(number))} ${number === 1 ? 'vote' : 'votes'}`;
}
